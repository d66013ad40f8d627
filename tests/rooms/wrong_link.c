/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linked as if it were the model room, to show that the build refuses: the model may not reach
 * libyaml, not even with a declaration of its own that the include check cannot see. */
const char *yaml_get_version_string(void);
const char *cc_wrong_link(void);

const char *cc_wrong_link(void) {
  return yaml_get_version_string();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* uselocale is of the thread: the rest of the program keeps its locale meanwhile, as it would not
 * with setlocale. */
#include "base/plain_locale.h"

cc_status cc_plain_locale_enter(cc_plain_locale *locale) {
  locale->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
  if (locale->plain == (locale_t)0) {
    return CC_NO_MEMORY;
  }
  locale->before = uselocale(locale->plain);
  return CC_OK;
}

void cc_plain_locale_leave(const cc_plain_locale *locale) {
  uselocale(locale->before);
  freelocale(locale->plain);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/shipped.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "batch/scenario_list.h"
#include "support/scenario_fixture.h"

/* Of its name, so that another scenario more changes nobody's number. */
static int number_of(const char *path) {
  unsigned hash = 0x811c9dc5u;
  for (const char *at = strrchr(path, '/'); *at != '\0'; at++) {
    hash = (hash ^ (unsigned char)*at) * 0x01000193u;
  }
  return (int)(hash % 971);
}

void cc_each_shipped(void (*look)(cc_scenario *scenario, int number, void *context),
                     void *context) {
  static const char *const paths[3] = {"birmingham-2020", "birmingham-2025", "explained.yaml"};
  cc_scenario_list list = {0};
  for (int i = 0; i < 3; i++) {
    char path[1024];
    snprintf(path, sizeof path, "%s/scenarios/%s", CARECAST_SOURCE_DIR, paths[i]);
    assert_int_equal(cc_scenario_list_add(&list, path), CC_OK);
  }
  for (int i = 2 % CC_SHIPPED_EVERY; i < list.count; i += CC_SHIPPED_EVERY) {
    cc_scenario *scenario = cc_load_file(list.paths[i] + strlen(CARECAST_SOURCE_DIR "/"));
    if (scenario->plan.demand.present) {
      look(scenario, number_of(list.paths[i]), context);
    }
    cc_scenario_free(scenario);
  }
  cc_scenario_list_free(&list);
}

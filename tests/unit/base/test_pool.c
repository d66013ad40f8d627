/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pool: every task once, delivered in order, never more in hand than there are slots, and
 * stopped by the first delivery that fails, for any number of threads. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "base/pool.h"

enum { TASKS = 500, MOST_SLOTS = 16 };

typedef struct {
  pthread_mutex_t lock;
  int worked[TASKS], slots[MOST_SLOTS];
  int begun, delivered, most_in_hand;
  int stop_at;
  bool in_order;
} record;

static void work(void *context, int task, int slot, int worker) {
  record *r = context;
  assert_true(worker >= 0);
  pthread_mutex_lock(&r->lock);
  r->worked[task]++;
  r->begun++;
  int in_hand = r->begun - r->delivered;
  r->most_in_hand = in_hand > r->most_in_hand ? in_hand : r->most_in_hand;
  pthread_mutex_unlock(&r->lock);
  /* Every seventh task takes longer, so that later ones are ready first. */
  const struct timespec pause = {.tv_nsec = task % 7 == 0 ? 200000 : 0};
  nanosleep(&pause, NULL);
  r->slots[slot] = task;
}

static cc_status deliver(void *context, int task, int slot) {
  record *r = context;
  pthread_mutex_lock(&r->lock);
  r->in_order = r->in_order && task == r->delivered && r->slots[slot] == task;
  r->delivered++;
  pthread_mutex_unlock(&r->lock);
  return task == r->stop_at ? CC_IO : CC_OK;
}

static cc_status run(record *r, int tasks, int jobs, int window, int stop_at) {
  *r = (record){.lock = PTHREAD_MUTEX_INITIALIZER, .stop_at = stop_at, .in_order = true};
  const cc_pool pool = {tasks, jobs, window, r, work, deliver};
  return cc_pool_run(&pool);
}

static void test_every_task_once_and_in_order(void **state) {
  (void)state;
  record r;
  for (int jobs = 1; jobs <= 4; jobs++) {
    assert_int_equal(run(&r, TASKS, jobs, 4 * jobs, -1), CC_OK);
    assert_int_equal(r.delivered, TASKS);
    assert_true(r.in_order);
    for (int task = 0; task < TASKS; task++) {
      assert_int_equal(r.worked[task], 1);
    }
  }
}

static void test_no_more_in_hand_than_slots(void **state) {
  (void)state;
  record r;
  assert_int_equal(run(&r, TASKS, 3, 3, -1), CC_OK);
  assert_in_range(r.most_in_hand, 1, 3);
  assert_int_equal(run(&r, TASKS, 2, 8, -1), CC_OK);
  assert_in_range(r.most_in_hand, 1, 8);
}

static void test_a_failed_delivery_stops_it(void **state) {
  (void)state;
  record r;
  for (int jobs = 1; jobs <= 3; jobs++) {
    assert_int_equal(run(&r, TASKS, jobs, 4, 100), CC_IO);
    assert_int_equal(r.delivered, 101);
    assert_true(r.in_order);
    assert_in_range(r.begun, 101, 101 + 4);
  }
}

static void test_nothing_to_do(void **state) {
  (void)state;
  record r;
  assert_int_equal(run(&r, 0, 1, 4, -1), CC_OK);
  assert_int_equal(run(&r, 0, 2, 8, -1), CC_OK);
  assert_int_equal(run(&r, 1, 4, 16, -1), CC_OK);
  assert_int_equal(r.delivered, 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_task_once_and_in_order),
      cmocka_unit_test(test_no_more_in_hand_than_slots),
      cmocka_unit_test(test_a_failed_delivery_stops_it),
      cmocka_unit_test(test_nothing_to_do),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bounded, ordered worker pool. Slots go round: task t lives in slot t mod window, and is begun
 * only when task t - window has been delivered. One lock and two conditions are enough, as a task
 * takes milliseconds: `space` tells workers that a slot is free, `finished` tells the deliverer
 * that the next result is there. If the system gives fewer threads than asked for, those that
 * started do the work; with none, the calling thread does. */
#include "base/pool.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

typedef struct {
  const cc_pool *pool;
  pthread_mutex_t lock;
  pthread_cond_t space, finished;
  int next;      /* the next task to begin */
  int delivered; /* tasks delivered so far */
  bool stopped;
  bool *done; /* [window] */
} state;

typedef struct {
  state *shared;
  int number;
  pthread_t thread;
} worker;

/* Takes the next task, waiting for its slot; -1 when there is none any more. */
static int take_task(state *s) {
  pthread_mutex_lock(&s->lock);
  while (!s->stopped && s->next < s->pool->tasks && s->next >= s->delivered + s->pool->window) {
    pthread_cond_wait(&s->space, &s->lock);
  }
  int task = s->stopped || s->next >= s->pool->tasks ? -1 : s->next++;
  pthread_mutex_unlock(&s->lock);
  return task;
}

static void *work(void *argument) {
  const worker *own = argument;
  state *s = own->shared;
  for (int task = take_task(s); task >= 0; task = take_task(s)) {
    int slot = task % s->pool->window;
    s->pool->work(s->pool->context, task, slot, own->number);
    pthread_mutex_lock(&s->lock);
    s->done[slot] = true;
    pthread_cond_signal(&s->finished);
    pthread_mutex_unlock(&s->lock);
  }
  return NULL;
}

static cc_status deliver_in_order(state *s) {
  cc_status status = CC_OK;
  for (int task = 0; task < s->pool->tasks && status == CC_OK; task++) {
    int slot = task % s->pool->window;
    pthread_mutex_lock(&s->lock);
    while (!s->done[slot]) {
      pthread_cond_wait(&s->finished, &s->lock);
    }
    pthread_mutex_unlock(&s->lock);
    status = s->pool->deliver(s->pool->context, task, slot);
    pthread_mutex_lock(&s->lock);
    s->done[slot] = false;
    s->delivered++;
    s->stopped = status != CC_OK;
    pthread_cond_broadcast(&s->space);
    pthread_mutex_unlock(&s->lock);
  }
  return status;
}

static cc_status run_here(const cc_pool *pool) {
  cc_status status = CC_OK;
  for (int task = 0; task < pool->tasks && status == CC_OK; task++) {
    pool->work(pool->context, task, 0, 0);
    status = pool->deliver(pool->context, task, 0);
  }
  return status;
}

static int start_workers(state *s, worker *workers) {
  int started = 0;
  for (int i = 0; i < s->pool->jobs; i++) {
    workers[started] = (worker){.shared = s, .number = started};
    started += pthread_create(&workers[started].thread, NULL, work, &workers[started]) == 0;
  }
  return started;
}

cc_status cc_pool_run(const cc_pool *pool) {
  if (pool->jobs <= 1) {
    return run_here(pool);
  }
  cc_status status = CC_NO_MEMORY;
  state s = {.pool = pool,
             .lock = PTHREAD_MUTEX_INITIALIZER,
             .space = PTHREAD_COND_INITIALIZER,
             .finished = PTHREAD_COND_INITIALIZER};
  s.done = calloc((size_t)pool->window, sizeof *s.done);
  worker *workers = calloc((size_t)pool->jobs, sizeof *workers);
  if (s.done != NULL && workers != NULL) {
    int started = start_workers(&s, workers);
    status = started > 0 ? deliver_in_order(&s) : run_here(pool);
    for (int i = 0; i < started; i++) {
      pthread_join(workers[i].thread, NULL);
    }
  }
  free(workers);
  free(s.done);
  pthread_mutex_destroy(&s.lock);
  pthread_cond_destroy(&s.space);
  pthread_cond_destroy(&s.finished);
  return status;
}

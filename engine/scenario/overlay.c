/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario and the files it extends, as one tree.
 *
 * `extends` is followed first by its text, so that a name that leads out of the scenario root is
 * refused without a look at the disk, and then by the system's own resolution of symbolic links,
 * which must lead into the root as well. What a file looks like from outside (its display name, in
 * messages and in the manifest) is worked out from the name that the user gave.
 *
 * The cache keeps, for a base file, the tree of that file laid over what it extends in turn, and
 * the scenario that this tree makes by itself, so an overlay on it costs its own few lines (see
 * same_plan.c). A base with findings is not kept but built anew each time, so that every load
 * reports it in full. One lock is held from looking a base up to having read it: two threads never
 * read the same file. */
#include "scenario/overlay.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "scenario/file_path.h"
#include "scenario/file_texts.h"
#include "scenario/merge.h"
#include "scenario/say.h"
#include "scenario/scenario.h"
#include "scenario/setting.h"

enum { MOST_FILES = 1 + CC_EXTENDS_MAX_DEPTH };

/* A file laid over what it extends. */
typedef struct {
  const cc_node *root; /* NULL when it cannot be used */
  int n_inputs;
  cc_input inputs[MOST_FILES];
  const cc_scenario *bound; /* by the cache: what this tree makes, or what it is laid over */
  cc_laid laid;             /* the file over what it extends; NULL where it extends nothing */
} layered;

typedef struct cached cached;
struct cached {
  cached *next;
  const char *root, *real, *display; /* what it is known by */
  layered file;
  cc_scenario *scenario; /* NULL when the file is no whole scenario */
  cc_arena arena;
};

struct cc_file_cache {
  pthread_mutex_t lock;
  cached *first;
  cc_file_texts texts;
};

/* The files on the way from the scenario to the one being read. */
typedef struct {
  const char *display, *real; /* real: absolute, without symbolic links */
} chain_file;

typedef struct {
  cc_arena *arena;
  cc_diagnostics *findings;
  cc_file_cache *cache;
  const char *root; /* absolute; NULL until something is extended */
  int n_chain;
  chain_file chain[MOST_FILES];
} loader;

static cc_status follow(loader *l, const cc_node *extends, layered *base);

/* ---- the cache ------------------------------------------------------------------------------- */

cc_status cc_file_cache_create(cc_file_cache **cache) {
  cc_file_cache *made = calloc(1, sizeof *made);
  if (made == NULL) {
    return CC_NO_MEMORY;
  }
  if (pthread_mutex_init(&made->lock, NULL) != 0) {
    free(made);
    return CC_NO_MEMORY;
  }
  if (cc_file_texts_start(&made->texts) != CC_OK) {
    pthread_mutex_destroy(&made->lock);
    free(made);
    return CC_NO_MEMORY;
  }
  *cache = made;
  return CC_OK;
}

static void free_cached(cached *item) {
  cc_scenario_free(item->scenario);
  cc_arena_free(&item->arena);
  free(item);
}

void cc_file_cache_free(cc_file_cache *cache) {
  if (cache == NULL) {
    return;
  }
  while (cache->first != NULL) {
    cached *next = cache->first->next;
    free_cached(cache->first);
    cache->first = next;
  }
  cc_file_texts_free(&cache->texts);
  pthread_mutex_destroy(&cache->lock);
  free(cache);
}

static cached *find_cached(const loader *l, const chain_file *file) {
  for (cached *item = l->cache->first; item != NULL; item = item->next) {
    if (strcmp(item->real, file->real) == 0 && strcmp(item->display, file->display) == 0 &&
        strcmp(item->root, l->root) == 0) {
      return item;
    }
  }
  return NULL;
}

/* ---- reading one file ------------------------------------------------------------------------ */

static const char *io_words(int error) {
  switch (error) {
  case ENOENT:
    return "there is no such file";
  case EACCES:
    return "reading it is not allowed";
  case EISDIR:
    return "it is a folder";
  case ENOTDIR:
    return "a part of its path is no folder";
  case EINVAL:
    return "it is no ordinary file";
  default:
    return "the system could not read it";
  }
}

/* Whether a file cannot be read because of what is written or there, and not of a trouble of the
 * system that may pass: a disk, too many open files, a writer in between. */
static bool is_as_written(int error) {
  static const int of_files[] = {ENOENT, EACCES, EISDIR, ENOTDIR, EINVAL, ELOOP, ENAMETOOLONG};
  bool found = false;
  for (size_t i = 0; i < sizeof of_files / sizeof *of_files; i++) {
    found = found || error == of_files[i];
  }
  return found;
}

static cc_status parse(loader *l, const char *display, const char *text, size_t length,
                       layered *file) {
  char hash[CC_HASH_TEXT];
  cc_source source = {.name = display, .text = text};
  cc_hash(text, length, hash);
  file->inputs[0] = (cc_input){display, cc_arena_copy(l->arena, hash, strlen(hash))};
  file->n_inputs = 1;
  if (file->inputs[0].hash == NULL) {
    return CC_NO_MEMORY;
  }
  return cc_yaml_parse(&source, length, l->arena, l->findings, &file->root);
}

/* A file's text, in the load's memory or the cache's. */
static cc_status read_text(loader *l, const char *open_as, const char **text, size_t *length) {
  if (l->cache != NULL) {
    return cc_file_texts_read(&l->cache->texts, open_as, CC_YAML_MAX_BYTES, text, length);
  }
  char *bytes = NULL;
  cc_status status = cc_file_read(open_as, CC_YAML_MAX_BYTES, &bytes, length);
  if (status == CC_OK) {
    *text = cc_arena_copy(l->arena, bytes, *length);
    status = *text != NULL ? CC_OK : CC_NO_MEMORY;
    free(bytes);
  }
  return status;
}

/* Reads and parses a file. CC_IO without a finding when it cannot be read. */
static cc_status read_file(loader *l, const char *open_as, const char *display, layered *file) {
  const char *text = NULL;
  size_t length = 0;
  cc_status status = read_text(l, open_as, &text, &length);
  if (status == CC_INVALID) {
    cc_diagnose(l->findings, CC_E_TOO_LARGE, (cc_position){display, 0, 0}, NULL, NULL, NULL,
                "larger than 1 MiB");
    return CC_OK;
  }
  return status == CC_OK ? parse(l, display, text, length, file) : status;
}

/* Lays a file over what it extends, if anything. */
static cc_status extend(loader *l, layered *file) {
  const cc_node *own = file->root;
  const cc_node *extends = own != NULL ? cc_node_get(own, "extends") : NULL;
  if (extends == NULL) {
    return CC_OK;
  }
  layered base = {0};
  cc_status status = follow(l, extends, &base);
  file->root = NULL;
  if (status != CC_OK) {
    return status;
  }
  for (int i = 0; i < base.n_inputs && file->n_inputs < MOST_FILES; i++) {
    file->inputs[file->n_inputs++] = base.inputs[i];
  }
  if (base.root == NULL) {
    return CC_OK;
  }
  file->bound = base.bound;
  file->laid = (cc_laid){base.root, own};
  return cc_merge_extended(base.root, own, l->arena, l->findings, &file->root);
}

/* ---- following extends ----------------------------------------------------------------------- */

static void refuse(loader *l, const cc_node *extends, cc_code code, const char *help,
                   const char *message, const char *detail) {
  cc_diagnose_at(l->findings, code, extends->source, extends->at, "extends", help, "`%s` %s%s",
                 cc_clip(extends->text).text, message, detail);
}

/* The display names on the way, "a.yaml -> b.yaml -> c.yaml". */
static cc_words way(const loader *l, const char *last) {
  cc_words words = {""};
  size_t used = 0;
  for (int i = 0; i <= l->n_chain && used < sizeof words.text; i++) {
    const char *name = i < l->n_chain ? l->chain[i].display : last;
    used += (size_t)snprintf(words.text + used, sizeof words.text - used, "%s%s",
                             i > 0 ? " -> " : "", name);
  }
  return words;
}

/* Whether `extends` says a name that could be followed. */
static bool is_followable(loader *l, const cc_node *extends) {
  if (extends->faulty) {
    return false;
  }
  if (extends->kind != CC_SCALAR || cc_node_is_null(extends) || extends->text[0] == '\0') {
    cc_diagnose_at(l->findings, CC_E_EXTENDS, extends->source, extends->at, "extends",
                   "write the path of a scenario file, relative to this one",
                   "`extends` names no file");
    return false;
  }
  if (l->chain[0].real == NULL) {
    refuse(l, extends, CC_E_EXTENDS, "write it to a file", "cannot be extended by text in memory",
           "");
    return false;
  }
  if (extends->text[0] == '/') {
    refuse(l, extends, CC_E_EXTENDS, "write a path relative to this file", "is an absolute path",
           "");
    return false;
  }
  return true;
}

static void refuse_outside(loader *l, const cc_node *extends) {
  refuse(l, extends, CC_E_OUTSIDE,
         "a scenario extends only files in its own folder, or in the folder `scenarios` it is in",
         "lies outside the scenario root", "");
}

/* Works out which file is meant and whether it may be read. *found is false, with a finding, when
 * not. */
static cc_status locate(loader *l, const cc_node *extends, chain_file *file, bool *found) {
  const chain_file *from = &l->chain[l->n_chain - 1];
  char *as_text = cc_path_beside(l->arena, from->real, extends->text);
  file->display = cc_path_beside(l->arena, from->display, extends->text);
  if (as_text == NULL || file->display == NULL) {
    return CC_NO_MEMORY;
  }
  if (!cc_path_inside(as_text, l->root)) {
    refuse_outside(l, extends);
    return CC_OK;
  }
  char *real = realpath(as_text, NULL);
  if (real == NULL) {
    if (errno == ENOMEM) {
      return CC_NO_MEMORY;
    }
    refuse(l, extends, CC_E_EXTENDS, NULL, "cannot be read: ", io_words(errno));
    return CC_OK;
  }
  file->real = cc_arena_copy(l->arena, real, strlen(real));
  free(real);
  if (file->real == NULL) {
    return CC_NO_MEMORY;
  }
  if (!cc_path_inside(file->real, l->root)) {
    refuse_outside(l, extends);
    return CC_OK;
  }
  *found = true;
  return CC_OK;
}

/* Whether the file is already on the way, or one too many. */
static bool is_new(loader *l, const cc_node *extends, const chain_file *file) {
  for (int i = 0; i < l->n_chain; i++) {
    if (strcmp(l->chain[i].real, file->real) == 0) {
      refuse(l, extends, CC_E_CYCLE, NULL, "leads back to itself: ", way(l, file->display).text);
      return false;
    }
  }
  if (l->n_chain == MOST_FILES) {
    refuse(l, extends, CC_E_EXTENDS, "extend a file further down instead",
           "is the ninth file extended; eight are the most: ", way(l, file->display).text);
    return false;
  }
  return true;
}

static bool is_tree(loader *l, const layered *file, const char *display) {
  if (file->root == NULL || file->root->kind == CC_MAPPING) {
    return file->root != NULL;
  }
  cc_diagnose_at(l->findings, CC_E_KIND, file->root->source, file->root->at, NULL, NULL,
                 "%s is not a scenario: keys and values belong here", display);
  return false;
}

static cc_status read_base(loader *l, const cc_node *extends, const chain_file *at, layered *base) {
  chain_file file = {cc_arena_copy(l->arena, at->display, strlen(at->display)), at->real};
  if (file.display == NULL) {
    return CC_NO_MEMORY;
  }
  cc_status status = read_file(l, file.real, file.display, base);
  if (status == CC_IO) {
    int error = errno;
    refuse(l, extends, CC_E_EXTENDS, NULL, "cannot be read: ", io_words(error));
    return is_as_written(error) ? CC_OK : CC_IO;
  }
  if (status != CC_OK) {
    return status;
  }
  if (!is_tree(l, base, file.display)) {
    base->root = NULL;
    return CC_OK;
  }
  l->chain[l->n_chain++] = file;
  status = extend(l, base);
  l->n_chain--;
  return status;
}

/* Reads a base for the cache. *made stays NULL when it has findings. */
static cc_status read_cached(loader *l, const cc_node *extends, const chain_file *file,
                             cached **made) {
  cc_diagnostics findings = {0};
  cached *item = calloc(1, sizeof *item);
  if (item == NULL) {
    return CC_NO_MEMORY;
  }
  loader own = *l;
  own.arena = &item->arena;
  own.findings = &findings;
  item->root = cc_arena_copy(&item->arena, l->root, strlen(l->root));
  item->real = cc_arena_copy(&item->arena, file->real, strlen(file->real));
  item->display = cc_arena_copy(&item->arena, file->display, strlen(file->display));
  cc_status status = item->root == NULL || item->real == NULL || item->display == NULL
                         ? CC_NO_MEMORY
                         : read_base(&own, extends, file, &item->file);
  bool whole = status == CC_OK && findings.count == 0 && item->file.root != NULL;
  if (whole) {
    status = cc_scenario_bind_base(file->display, item->file.root, &item->scenario);
    item->file.bound = item->scenario;
  }
  if (status == CC_OK && whole) {
    item->next = l->cache->first;
    l->cache->first = item;
    *made = item;
  } else {
    free_cached(item);
  }
  cc_diagnostics_free(&findings);
  return status;
}

/* Takes a base from the cache, or puts it there. One that has findings, or is extended at too great
 * a depth, is read again to report it. */
static cc_status take_base(loader *l, const cc_node *extends, const chain_file *file,
                           layered *base) {
  cached *item = l->cache != NULL ? find_cached(l, file) : NULL;
  if (l->cache != NULL && item == NULL) {
    cc_status status = read_cached(l, extends, file, &item);
    if (status != CC_OK) {
      return status;
    }
  }
  if (item != NULL && l->n_chain + item->file.n_inputs <= MOST_FILES) {
    *base = item->file;
    return CC_OK;
  }
  return read_base(l, extends, file, base);
}

static cc_status follow(loader *l, const cc_node *extends, layered *base) {
  chain_file file = {0};
  bool found = false;
  bool outermost = l->n_chain == 1 && l->cache != NULL;
  if (!is_followable(l, extends)) {
    return CC_OK;
  }
  cc_status status = locate(l, extends, &file, &found);
  if (status != CC_OK || !found || !is_new(l, extends, &file)) {
    return status;
  }
  if (outermost) {
    pthread_mutex_lock(&l->cache->lock);
  }
  status = take_base(l, extends, &file, base);
  if (outermost) {
    pthread_mutex_unlock(&l->cache->lock);
  }
  return status;
}

/* ---- the scenario's own file ----------------------------------------------------------------- */

static cc_status copy_real(cc_arena *arena, const char *path, const char **result) {
  char *real = realpath(path, NULL);
  if (real == NULL) {
    return errno == ENOMEM ? CC_NO_MEMORY : CC_IO;
  }
  *result = cc_arena_copy(arena, real, strlen(real));
  free(real);
  return *result != NULL ? CC_OK : CC_NO_MEMORY;
}

/* Finds the scenario root and where the file `path` really lies (its folder is resolved, its own
 * name is not: a link to a scenario extends from where the link is). */
static cc_status find_root(loader *l, const char *path, const char *root) {
  const char *folder = NULL;
  bool out_of_memory = false;
  const char *near = cc_path_folder(l->arena, path);
  cc_status status = near != NULL ? copy_real(l->arena, near, &folder) : CC_NO_MEMORY;
  if (status == CC_OK && root != NULL) {
    status = copy_real(l->arena, root, &l->root);
  }
  if (status != CC_OK) {
    return status;
  }
  if (root == NULL) {
    const char *above = cc_path_ancestor(l->arena, folder, "scenarios", &out_of_memory);
    l->root = above != NULL ? above : folder;
  }
  const char *slash = strrchr(path, '/');
  l->chain[0].real = cc_arena_print(l->arena, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder,
                                    slash != NULL ? slash + 1 : path);
  return out_of_memory || l->chain[0].real == NULL ? CC_NO_MEMORY : CC_OK;
}

/* Lays a setting over the tree, when it fits. */
static cc_status lay_setting(loader *l, const cc_node *setting, int depth, const cc_node **root,
                             cc_layers *layers) {
  bool fits = false;
  cc_status status = cc_setting_check(*root, setting, depth, l->arena, l->findings, &fits);
  if (status != CC_OK || !fits) {
    return status;
  }
  layers->laid[layers->n_laid++] = (cc_laid){*root, setting};
  return cc_merge(*root, setting, l->arena, l->findings, root);
}

/* Lays the settings over the tree in order; all of them are read, also when there is no tree. */
static cc_status lay_settings(loader *l, const char *const *settings, int n_settings,
                              const cc_node **root, cc_layers *layers) {
  for (int i = 0; i < n_settings; i++) {
    const cc_node *setting = NULL;
    int depth = 0;
    cc_status status = cc_setting_read(settings[i], i + 1, l->arena, l->findings, &setting, &depth);
    if (status == CC_OK && setting != NULL && *root != NULL && (*root)->kind == CC_MAPPING) {
      status = lay_setting(l, setting, depth, root, layers);
    }
    if (status != CC_OK) {
      return status;
    }
  }
  return CC_OK;
}

static cc_status finish(loader *l, layered *file, const char *const *settings, int n_settings,
                        cc_layers *layers) {
  cc_status status = extend(l, file);
  layers->laid = cc_arena_array(l->arena, (size_t)n_settings + 1, sizeof *layers->laid);
  if (status != CC_OK || layers->laid == NULL) {
    return status != CC_OK ? status : CC_NO_MEMORY;
  }
  if (file->laid.under != NULL) {
    layers->laid[layers->n_laid++] = file->laid;
  }
  status = lay_settings(l, settings, n_settings, &file->root, layers);
  cc_input *inputs = cc_arena_array(l->arena, (size_t)file->n_inputs, sizeof *inputs);
  if (status != CC_OK || inputs == NULL || l->findings->out_of_memory) {
    return status != CC_OK ? status : CC_NO_MEMORY;
  }
  memcpy(inputs, file->inputs, (size_t)file->n_inputs * sizeof *inputs);
  layers->root = file->root;
  layers->n_inputs = file->n_inputs;
  layers->inputs = inputs;
  layers->base = file->bound;
  return CC_OK;
}

static cc_status refuse_root(loader *l, const char *root, cc_status status) {
  if (status == CC_IO) {
    cc_diagnose(l->findings, CC_E_READ, (cc_position){root, 0, 0}, NULL, NULL, NULL,
                "the scenario root cannot be read: %s", io_words(errno));
  }
  return status;
}

cc_status cc_layers_read(const char *path, const char *root, const char *const *settings,
                         int n_settings, cc_file_cache *cache, cc_arena *arena,
                         cc_diagnostics *findings, cc_layers *layers) {
  loader l = {.arena = arena, .findings = findings, .cache = cache, .n_chain = 1};
  layered file = {0};
  const char *display = cc_arena_copy(arena, path, strlen(path));
  *layers = (cc_layers){0};
  if (display == NULL) {
    return CC_NO_MEMORY;
  }
  l.chain[0].display = display;
  cc_status status = read_file(&l, path, display, &file);
  if (status == CC_IO) {
    cc_diagnose(findings, CC_E_READ, (cc_position){display, 0, 0}, NULL, NULL, NULL,
                "cannot be read: %s", io_words(errno));
  }
  if (status == CC_OK && file.root != NULL && cc_node_get(file.root, "extends") != NULL) {
    status = refuse_root(&l, root != NULL ? root : display, find_root(&l, path, root));
  }
  return status == CC_OK ? finish(&l, &file, settings, n_settings, layers) : status;
}

cc_status cc_layers_read_text(const char *name, const char *text, size_t length, const char *root,
                              const char *const *settings, int n_settings, cc_arena *arena,
                              cc_diagnostics *findings, cc_layers *layers) {
  loader l = {.arena = arena, .findings = findings, .n_chain = 1};
  layered file = {0};
  const char *copy = cc_arena_copy(arena, text, length);
  l.chain[0].display = cc_arena_copy(arena, name, strlen(name));
  *layers = (cc_layers){0};
  if (copy == NULL || l.chain[0].display == NULL) {
    return CC_NO_MEMORY;
  }
  cc_status status = parse(&l, l.chain[0].display, copy, length, &file);
  if (status == CC_OK && root != NULL) {
    const char *inside = cc_arena_print(arena, "%s/-", root);
    status = inside != NULL ? refuse_root(&l, root, find_root(&l, inside, root)) : CC_NO_MEMORY;
  }
  return status == CC_OK ? finish(&l, &file, settings, n_settings, layers) : status;
}

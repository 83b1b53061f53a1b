/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of a profile share. */
#pragma once

#include "ul-profile-field.h"
#include "ul-profile-text.h"

G_BEGIN_DECLS

#define UL_PROFILE_FORMAT 1 /* the newest that this version knows */

typedef struct {
    UlProfileFile file;
    char *origin; /* (nullable): group of the layout that it came from */
    guint id;     /* of this entry in this profile, from 1 */
    guint number; /* of the group that it was last printed as */
} UlProfileEntry;

struct _UlProfile {
    GObject parent_instance;

    UlProfileValue values[UL_PROFILE_N_KEYS];
    GPtrArray *files;      /* of UlProfileEntry */
    guint last_id;         /* given to an entry */
    UlProfileText *layout; /* (nullable): the file as it was read or saved last */
    char *saved;           /* the same as one text, to compare with */
    GFile *location;       /* (nullable) */
    char *etag;            /* (nullable): of location when we last saw it */
    GPtrArray *warnings;   /* of char *, NULL-terminated */
    gboolean read_only;
    gboolean dirty;
};

/** ul_profile_get_folder: Returns: (transfer full) (nullable): where relative paths begin */
GFile *ul_profile_get_folder (UlProfile *self);
void ul_profile_take_warning (UlProfile *self, char *warning);
/** ul_profile_changed: something is another value now */
void ul_profile_changed (UlProfile *self);
/** ul_profile_settle: what is there now is what is on the disk */
void ul_profile_settle (UlProfile *self);

UlProfileEntry *ul_profile_add_entry (UlProfile *self, const char *path, const char *origin);

/** ul_profile_read_text: fills a new profile from @text. @name: of the file, for the sentences.
 *   Returns: %FALSE with %UL_ERROR_PROFILE_SYNTAX */
gboolean ul_profile_read_text (UlProfile *self, const char *text, const char *name, GError **error);
/** ul_profile_print: Returns: (transfer full): the text for a profile in @folder (nullable) */
char *ul_profile_print (UlProfile *self, GFile *folder);

/**
 * ul_profile_read_file:
 *
 * Reads a file of at most %UL_PROFILE_MAX_SIZE bytes.
 *
 * @etag: (out) (optional) (transfer full)
 *
 * Returns: (transfer full): its text, checked to be UTF-8 when @utf8, or %NULL with the errors of
 *   ul_profile_load() as whole sentences
 */
char *ul_profile_read_file (GFile *file, gboolean utf8, char **etag, GCancellable *cancellable,
                            GError **error);

/** ul_profile_file_name: Returns: (transfer full): as shown in sentences */
char *ul_profile_file_name (GFile *file);

/* Values of a file's keys. */
void ul_profile_file_get_value (const UlProfileFile *file, UlProfileFileKey key,
                                UlProfileValue *value);
void ul_profile_file_set_value (UlProfileFile *file, UlProfileFileKey key,
                                const UlProfileValue *value);

G_END_DECLS

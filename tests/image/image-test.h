/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "../test.h"

#include "ul-error.h"
#include "ul-image.h"

G_BEGIN_DECLS

/** ImageCase: one small file and what is to come of it */
typedef struct {
    const char *name;
    const char *content;
    gsize size;           /* of content; 0: it is a string */
    const char *expected; /* image_to_text(); in cases of errors: part of the message */
    guint64 line, column; /* errors only; 0: none */
    guint code;           /* errors only */
} ImageCase;

/** image_test_folder: Returns: (transfer none): of this program alone, removed at its end */
const char *image_test_folder (void);
/** image_test_path: Returns: (transfer full): of a file in the folder */
char *image_test_path (const char *name);
/** image_test_write: Returns: (transfer full): the new file in the folder */
GFile *image_test_write (const char *name, const void *content, gsize size);
/** image_test_load: writes a file and loads it */
UlImage *image_test_load (const char *name, const void *content, gsize size,
                          const UlImageOptions *options, GError **error);

/** image_to_text: Returns: (transfer full): "1000:CAFE 2000:01 start=1000" */
char *image_to_text (UlImage *image);
/** find_detail: Returns: (transfer none): "" when the error has none of that name */
const char *find_detail (const GError *error, const char *key);

/** assert_reads_as: loads as @file_name, compares image_to_text() */
void assert_reads_as (const char *file_name, const ImageCase *c);
/** assert_refused: loads as @file_name, compares code, message, line and column */
void assert_refused (const char *file_name, const ImageCase *c);
/** assert_warns: some warning of the image contains @part; %NULL: there is none at all */
void assert_warns (UlImage *image, const char *part);

/** run_image_cases: @n_good of @good through @reads, @n_bad of @bad through @refuses, and @others
 */
int run_image_cases (const char *group, const ImageCase *good, gsize n_good,
                     CMUnitTestFunction reads, const ImageCase *bad, gsize n_bad,
                     CMUnitTestFunction refuses, const struct CMUnitTest *others, gsize n_others);

G_END_DECLS

/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/** use_own_folders: what is kept goes to a folder that is removed at the end; call it first */
void use_own_folders (void);

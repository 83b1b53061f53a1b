/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The chips that can be simulated. */
#include "ul-sim-models.h"

#include <string.h>

static const UlSimModel *const models[] = {
    &ul_sim_model_kl25,   &ul_sim_model_k64,  &ul_sim_model_k20,  &ul_sim_model_k22,
    &ul_sim_model_kv31,   &ul_sim_model_ke02, &ul_sim_model_ke04, &ul_sim_model_ke06,
    &ul_sim_model_efm32g, &ul_sim_model_lm3s, &ul_sim_model_kv58, &ul_sim_model_s32k144,
};

const UlSimModel *
ul_sim_model_find (const UlDevice *device)
{
    for (guint i = 0; i < G_N_ELEMENTS (models); i++)
        if (strcmp (models[i]->device, device->name) == 0)
            return models[i];
    return NULL;
}

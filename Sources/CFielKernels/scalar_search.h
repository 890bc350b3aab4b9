// The search kernels in plain C, for the scalar table.

#ifndef FIEL_SCALAR_SEARCH_H
#define FIEL_SCALAR_SEARCH_H

#include <stddef.h>
#include <stdint.h>

void fiel_scalar_score_f32(size_t m, size_t n, size_t k, const float *queries, const float *rows,
                           const uint32_t *places, float *out, size_t ldo);

void fiel_scalar_score_s8(size_t m, size_t n, size_t k, const int8_t *queries, const float *query_scale,
                          const int8_t *rows, const float *scales, const uint32_t *places, float *out, size_t ldo);

size_t fiel_scalar_places_above(size_t n, const float *x, float limit, uint32_t *places);

#endif

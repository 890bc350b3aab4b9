// The search kernels in plain C: the reference that the vector kernels are tested against, and the fallback.

#include "scalar_search.h"

// A product and a sum are rounded once each.
#pragma STDC FP_CONTRACT OFF

void fiel_scalar_score_f32(size_t m, size_t n, size_t k, const float *queries, const float *rows,
                           const uint32_t *places, float *out, size_t ldo) {
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            const float *query = queries + i * k, *row = rows + (places ? places[j] : j) * k;
            float sum = 0;
            for (size_t p = 0; p < k; p++) sum += query[p] * row[p];
            out[i * ldo + j] = sum;
        }
    }
}

void fiel_scalar_score_s8(size_t m, size_t n, size_t k, const int8_t *queries, const float *query_scale,
                          const int8_t *rows, const float *scales, const uint32_t *places, float *out, size_t ldo) {
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            const size_t place = places ? places[j] : j;
            const int8_t *query = queries + i * k, *row = rows + place * k;
            int32_t sum = 0;
            for (size_t p = 0; p < k; p++) sum += query[p] * row[p];
            out[i * ldo + j] = (float)sum * (query_scale[i] * scales[place]);
        }
    }
}

size_t fiel_scalar_places_above(size_t n, const float *x, float limit, uint32_t *places) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (x[i] > limit) places[count++] = (uint32_t)i;
    }
    return count;
}

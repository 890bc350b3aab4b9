// The decoder's kernels in plain C, for the table of `scalar.c`.

#ifndef FIEL_SCALAR_DECODER_H
#define FIEL_SCALAR_DECODER_H

#include "include/fiel_kernels.h"

/// A half-precision number as f32; NaNs come out quiet.
float fiel_widened_half(uint16_t half);

void fiel_scalar_gemm_blocks_s8(fiel_block type, size_t m, size_t n, size_t k, const int8_t *codes, const float *terms,
                                const void *panels, const float *bias, const float *residual, size_t ldr, float *out,
                                size_t ldo);

void fiel_scalar_gemm_blocks_f32(fiel_block type, size_t m, size_t n, size_t k, const float *x, size_t ldx,
                                 const void *panels, const float *bias, const float *residual, size_t ldr, float *out,
                                 size_t ldo);

void fiel_scalar_quantize_s8(size_t m, size_t k, const float *x, size_t ldx, int8_t *codes, float *terms);

void fiel_scalar_rms_norm(size_t m, size_t n, const float *x, size_t ldx, const float *weight, float epsilon, float *out,
                          size_t ldo);

void fiel_scalar_gate(fiel_gate_kind kind, size_t n, const float *gate, float *up);

void fiel_scalar_rotate(size_t half, const float *cosine, const float *sine, float *x);

void fiel_scalar_cache_put(fiel_cache kind, size_t head, size_t place, const float *key, const float *value, void *keys,
                           void *values);

void fiel_scalar_cache_scores(fiel_cache kind, size_t m, size_t head, size_t places, float scale, const float *q,
                              size_t ldq, const void *keys, float *scores, size_t lds);

void fiel_scalar_cache_mix(fiel_cache kind, size_t m, size_t head, size_t places, const float *scores, size_t lds,
                           const void *values, bool add, float *out, size_t ldo);

double fiel_scalar_exp_sum(size_t n, const float *x, double *highest, double *out);

#endif

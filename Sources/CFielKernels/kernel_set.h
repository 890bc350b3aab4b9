// The kernels of one instruction set, as a table. dispatch.c picks the table.

#ifndef FIEL_KERNEL_SET_H
#define FIEL_KERNEL_SET_H

#include "fiel_kernels.h"

typedef struct fiel_kernel_set {
    size_t panel; ///< columns of a packed panel
    void (*gemm_f32)(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *packed, const float *bias,
                     fiel_activation activation, const float *residual, size_t ldr, float *out, size_t ldo);
    void (*gemm_u8s8)(size_t m, size_t n, size_t k, const uint8_t *q, size_t ldq, const float *scale,
                      const int32_t *zero, const int8_t *packed, const float *wscale, const int32_t *sums,
                      const float *bias, fiel_activation activation, const float *residual, size_t ldr, float *out,
                      size_t ldo);
    void (*quantize_u8)(size_t m, size_t k, const float *x, size_t ldx, const float *factor, uint8_t *q, size_t ldq,
                        float *scale, int32_t *zero);
    float (*dot_f32)(size_t n, const float *x, const float *y);
    void (*gelu)(size_t n, float *x);
    void (*softmax)(size_t n, float *x);
    void (*layer_norm)(size_t m, size_t n, const float *x, size_t ldx, const float *weight, const float *bias,
                       float epsilon, float *out, size_t ldo);
    void (*attention)(size_t length, size_t head, float scale, const float *q, const float *k, const float *v,
                      size_t ld, float *scratch, float *out, size_t ldo);
    void (*widen_f16)(size_t n, const uint16_t *x, float *out);
} fiel_kernel_set;

extern const fiel_kernel_set fiel_kernels_scalar;
#if defined(__x86_64__)
extern const fiel_kernel_set fiel_kernels_avx2;
extern const fiel_kernel_set fiel_kernels_avx512;
#elif defined(__aarch64__)
extern const fiel_kernel_set fiel_kernels_neon;
#endif

/// The query rows that attention works on at once.
#define FIEL_ATTENTION_ROWS 48

/// The columns of a panel with padding: n rounded up to whole panels.
static inline size_t fiel_padded(size_t n, size_t panel) { return (n + panel - 1) / panel * panel; }

#endif

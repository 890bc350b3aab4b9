// Fiel's compute kernels: matrix products in f32 and int8, and the element-wise steps of a transformer.
//
// Leaf code: no allocation, no I/O, no mutable global. Every function takes the instruction set to use as its first
// argument; a caller asks for `fiel_isa_best()` once and passes it on. A set the processor lacks must not be passed.
//
// Matrices are row-major. `lda`, `ldo` … are distances between rows, in elements. Shapes stand in brackets.
//
// Determinism: a row's result depends on that row and on the weights alone, not on m, not on the row's place in the
// matrix. Sums run over k in one fixed order per instruction set. Instruction sets may differ in the last bits of f32;
// int8 products are exact, so there they agree.
//
// No input traps: a NaN or an infinity spreads to the results that depend on it. No kernel reads or writes outside the
// shapes given. Any alignment works; packed weights are read fastest where they start on a multiple of 64 bytes.

#ifndef FIEL_KERNELS_H
#define FIEL_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__clang__)
#define FIEL_CLOSED_ENUM __attribute__((enum_extensibility(closed)))
#else
#define FIEL_CLOSED_ENUM
#endif

/// The instruction sets that kernels are written for.
typedef enum FIEL_CLOSED_ENUM fiel_isa {
    fiel_isa_scalar = 0, ///< portable C
    fiel_isa_avx2 = 1,   ///< x86-64 with AVX2, FMA and F16C
    fiel_isa_avx512 = 2, ///< x86-64 with AVX-512 F, BW, DQ, VL and VNNI
    fiel_isa_neon = 3,   ///< arm64 with NEON and the dot-product extension
} fiel_isa;

/// What happens to a product before it is stored.
typedef enum FIEL_CLOSED_ENUM fiel_activation {
    fiel_activation_none = 0,
    fiel_activation_gelu = 1, ///< x/2 (1 + erf(x/√2))
} fiel_activation;

/// Whether this processor (and its operating system) has the instruction set.
bool fiel_isa_supported(fiel_isa isa);

/// The fastest instruction set of this processor.
fiel_isa fiel_isa_best(void);

// MARK: Weights, packed once for the instruction set

/// The floats that `fiel_pack_f32` writes for a weight matrix [n, k].
size_t fiel_packed_f32_count(fiel_isa isa, size_t n, size_t k);

/// Packs a weight matrix w [n, k].
void fiel_pack_f32(fiel_isa isa, size_t n, size_t k, const float *w, float *packed);

/// The bytes that `fiel_pack_s8` writes for a weight matrix [n, k].
size_t fiel_packed_s8_count(fiel_isa isa, size_t n, size_t k);

/// Packs a weight matrix w [n, k] of values -127...127 and writes the sum of each of its rows to sums [n].
void fiel_pack_s8(fiel_isa isa, size_t n, size_t k, const int8_t *w, int8_t *packed, int32_t *sums);

// MARK: Matrix products

/// out [m, n] = activation(a [m, k] · wᵀ + bias [n]) + residual [m, n].
///
/// `bias` and `residual` may be NULL; `residual` may be `out`.
void fiel_gemm_f32(fiel_isa isa, size_t m, size_t n, size_t k, const float *a, size_t lda, const float *packed,
                   const float *bias, fiel_activation activation, const float *residual, size_t ldr, float *out,
                   size_t ldo);

/// Quantises each row of x [m, k], its columns multiplied by factor [k], to q [m, k].
///
/// x · factor ≈ scale · (q − zero), zero in 0...255, with 0 exact. `factor` may be NULL for ones. With x for the product:
/// scale = max(x, 0)/255 − min(x, 0)/255, zero = min(round(−min(x, 0) · (1/scale)), 255) and
/// q = round(x · (1/scale)) + zero, kept in 0...255; rounds half to even. The same bits on every instruction set. A row
/// whose scale is below the smallest normal float counts as zeros: scale 0 and q = zero = 0. A row with a NaN or an
/// infinity has scale NaN and q = zero = 0, so that its products are NaN.
void fiel_quantize_u8(fiel_isa isa, size_t m, size_t k, const float *x, size_t ldx, const float *factor,
                      uint8_t *q, size_t ldq,
                      float *scale, int32_t *zero);

/// out [m, n] = activation(scale[m] · wscale[n] · Σ_k (q − zero) · w + bias [n]) + residual [m, n].
///
/// The sum over k is exact in 32 bits (k at most 65,000). `sums` are the row sums that `fiel_pack_s8` wrote. `bias` and
/// `residual` may be NULL; `residual` may be `out`.
void fiel_gemm_u8s8(fiel_isa isa, size_t m, size_t n, size_t k, const uint8_t *q, size_t ldq, const float *scale,
                    const int32_t *zero, const int8_t *packed, const float *wscale, const int32_t *sums,
                    const float *bias, fiel_activation activation, const float *residual, size_t ldr, float *out,
                    size_t ldo);

// MARK: Rows

/// Σ x[i] · y[i].
float fiel_dot_f32(fiel_isa isa, size_t n, const float *x, const float *y);

/// x[i] ← x[i] / 2 · (1 + erf(x[i] / √2)); absolute error at most 1e-6 · max(1, |x|).
void fiel_gelu(fiel_isa isa, size_t n, float *x);

/// gradient[i] ← gradient[i] · GELU′(x[i]) = gradient[i] · (Φ(x[i]) + x[i] · φ(x[i])); the factor within 2e-6.
void fiel_gelu_gradient(fiel_isa isa, size_t n, const float *x, float *gradient);

/// x ← softmax(x); n at least 1. Masked places hold -infinity, at least one does not.
void fiel_softmax(fiel_isa isa, size_t n, float *x);

/// Each row of out [m, n] = (x − mean) / √(variance + epsilon) · weight [n] + bias [n]; out may be x.
void fiel_layer_norm(fiel_isa isa, size_t m, size_t n, const float *x, size_t ldx, const float *weight,
                     const float *bias, float epsilon, float *out, size_t ldo);

/// The floats of scratch space that `fiel_attention` needs.
size_t fiel_attention_scratch_count(fiel_isa isa, size_t length, size_t head);

/// One head of full attention within one sequence: out [length, head] = softmax(scale · q kᵀ) v.
///
/// q, k, v [length, head] with rows `ld` apart (three columns of one matrix); `head` is a multiple of 8. A query's
/// result depends on that query and on the keys and values in their order, not on the query's place. `scratch` holds
/// nothing between calls, so one thread may use the same for all heads.
void fiel_attention(fiel_isa isa, size_t length, size_t head, float scale, const float *q, const float *k,
                    const float *v, size_t ld, float *scratch, float *out, size_t ldo);

/// Widens IEEE half-precision numbers to f32, exactly; NaNs come out quiet.
void fiel_widen_f16(fiel_isa isa, size_t n, const uint16_t *x, float *out);

// MARK: Weights in blocks, as decoders store them

/// How the numbers of a weight matrix are stored: plainly, or in the blocks of ggml (`ggml-common.h`).
typedef enum FIEL_CLOSED_ENUM fiel_block {
    fiel_block_f32 = 0,
    fiel_block_f16 = 1,
    fiel_block_bf16 = 2,
    fiel_block_q8_0 = 3, ///< 32 numbers: a scale
    fiel_block_q4_0 = 4, ///< 32 numbers: a scale
    fiel_block_q4_1 = 5, ///< 32 numbers: a scale and a minimum
    fiel_block_q5_0 = 6, ///< 32 numbers: a scale
    fiel_block_q5_1 = 7, ///< 32 numbers: a scale and a minimum
    fiel_block_q4_k = 8, ///< 256 numbers: a scale and a minimum, and for each 32 a share of both
    fiel_block_q5_k = 9, ///< 256 numbers: a scale and a minimum, and for each 32 a share of both
    fiel_block_q6_k = 10, ///< 256 numbers: a scale, and for each 16 a share of it
} fiel_block;

enum {
    fiel_panel_rows = 16, ///< the weight rows (outputs) that are packed together
    fiel_quantum = 32, ///< the activations that share a scale
    fiel_quantum_terms = 4, ///< the floats that describe a quantum: scale, sums of the halves, sum; the sums times scale
};

/// The numbers of a row that a block holds: 1 for plain types.
size_t fiel_block_count(fiel_block type);

/// The bytes of a block as it is stored.
size_t fiel_block_bytes(fiel_block type);

/// The bytes of a packed panel of 16 rows with k columns; a multiple of 64.
size_t fiel_panel_bytes(fiel_block type, size_t k);

/// Packs `count` (1 to 16) stored rows of k columns into one panel, the same for every instruction set.
///
/// k is a multiple of the type's block and, for quantised types, of 32. The blocks keep their codes and scales: a panel
/// only orders them so that a vector holds the same place of 16 rows. Rows may start at any address.
void fiel_pack_panel(fiel_block type, size_t count, size_t k, const void *const *rows, void *panel);

/// Widens a stored row of k numbers to f32.
void fiel_widen_row(fiel_block type, size_t k, const void *row, float *out);

/// Quantises each row of x [m, k], k a multiple of 32, to codes [m, k] of -127...127 with a scale for each 32.
///
/// scale = max |x| / 127, code = x / scale rounded half to even. terms [m, k / 32, 4]: the scale, then scale · Σ code
/// over the first 16, the last 16 and all 32. A quantum with a NaN or an infinity has scale NaN.
void fiel_quantize_s8(fiel_isa isa, size_t m, size_t k, const float *x, size_t ldx, int8_t *codes, float *terms);

/// out [m, n] = x · wᵀ + bias [n] + residual [m, n], for activations in 8 bits and weights of a quantised type.
///
/// `panels` are ⌈n / 16⌉ packed panels. Each output is a chain over ascending quanta: the exact integer sum, times both
/// scales, and the weights' minimum times the activations' sum. `bias` and `residual` may be NULL; `residual` may be
/// `out`.
void fiel_gemm_blocks_s8(fiel_isa isa, fiel_block type, size_t m, size_t n, size_t k, const int8_t *codes,
                         const float *terms, const void *panels, const float *bias, const float *residual, size_t ldr,
                         float *out, size_t ldo);

/// out [m, n] = x [m, k] · wᵀ + bias [n] + residual [m, n] in f32, for weights of any type.
///
/// Each output is one chain of fused multiply-adds over ascending k.
void fiel_gemm_blocks_f32(fiel_isa isa, fiel_block type, size_t m, size_t n, size_t k, const float *x, size_t ldx,
                          const void *panels, const float *bias, const float *residual, size_t ldr, float *out,
                          size_t ldo);

// MARK: The steps of a decoder

/// Each row of out [m, n] = x / √(mean x² + epsilon) · weight [n]; out may be x.
void fiel_rms_norm(fiel_isa isa, size_t m, size_t n, const float *x, size_t ldx, const float *weight, float epsilon,
                   float *out, size_t ldo);

/// How a gate lets numbers pass.
typedef enum FIEL_CLOSED_ENUM fiel_gate_kind {
    fiel_gate_silu = 0, ///< x / (1 + e⁻ˣ)
    fiel_gate_gelu_tanh = 1, ///< x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))
} fiel_gate_kind;

/// up[i] ← gate(gate[i]) · up[i].
void fiel_gate(fiel_isa isa, fiel_gate_kind kind, size_t n, const float *gate, float *up);

/// Rotates the pairs (x[i], x[i + half]) by the angles whose cosines and sines [half] are given.
void fiel_rotate(fiel_isa isa, size_t half, const float *cosine, const float *sine, float *x);

/// How keys and values are kept.
typedef enum FIEL_CLOSED_ENUM fiel_cache {
    fiel_cache_f32 = 0,
    fiel_cache_f16 = 1, ///< beyond ±65,504 kept at that
} fiel_cache;

/// Writes the key and the value [head] of one place into a cache.
///
/// keys [places / 16][head][16], values [places][head rounded up to a multiple of 16].
void fiel_cache_put(fiel_isa isa, fiel_cache kind, size_t head, size_t place, const float *key, const float *value,
                    void *keys, void *values);

/// scores [m, places] = scale · q [m, head] · keysᵀ; writes up to the next multiple of 16 places.
void fiel_cache_scores(fiel_isa isa, fiel_cache kind, size_t m, size_t head, size_t places, float scale,
                       const float *q, size_t ldq, const void *keys, float *scores, size_t lds);

/// out [m, head] = (add ? out : 0) + scores [m, places] · values, one chain of fused multiply-adds over the places.
void fiel_cache_mix(fiel_isa isa, fiel_cache kind, size_t m, size_t head, size_t places, const float *scores,
                    size_t lds, const void *values, bool add, float *out, size_t ldo);

/// The sum of e^(x[i] − highest) over x [n], n at least 1, in f64; `highest` takes the greatest x.
///
/// out [n] takes the terms; it may be NULL. A term below e^-708 counts as 0; each is within 4 units of the last place. A
/// NaN, or +infinity as the greatest, gives NaN.
double fiel_exp_sum(fiel_isa isa, size_t n, const float *x, double *highest, double *out);

// MARK: Search among vectors

/// out [m, n] = queries [m, k] · rowsᵀ in f32, k a multiple of 16 (rows are filled up with zeros).
///
/// Row j is the j-th of `rows`, or the places[j]-th where `places` is not NULL. A score depends on its query and its row
/// alone.
void fiel_score_f32(fiel_isa isa, size_t m, size_t n, size_t k, const float *queries, const float *rows,
                    const uint32_t *places, float *out, size_t ldo);

/// out [m, n] = query_scale [m] · scale · (queries [m, k] · rowsᵀ) for codes of -127...127, k a multiple of 64.
///
/// Row j, with the scale of its place in `scales`, is the j-th of `rows`, or the places[j]-th where `places` is not NULL.
/// The sum over k is exact in 32 bits (k at most 65,536), then a float, times the product of the scales: the same bits
/// on every instruction set. A code of -128 gives a wrong score, no more.
void fiel_score_s8(fiel_isa isa, size_t m, size_t n, size_t k, const int8_t *queries, const float *query_scale,
                   const int8_t *rows, const float *scales, const uint32_t *places, float *out, size_t ldo);

/// Writes the places where x [n] exceeds `limit`, rising, to places [n], and returns how many there are.
size_t fiel_places_above(fiel_isa isa, size_t n, const float *x, float limit, uint32_t *places);

/// Tells the processor that a loop waits for another thread.
void fiel_pause(void);

// MARK: Checksums

/// The CRC-32C of bytes [n] that follow bytes whose CRC is `crc`; 0 to start.
uint32_t fiel_crc32c(fiel_isa isa, uint32_t crc, size_t n, const uint8_t *bytes);

#endif

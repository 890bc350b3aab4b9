// Matrix products with weights in blocks.
//
// A few quanta of a panel at a time are expanded to bytes, scales and minima; tiles of a few rows of activations pass
// over them. Each output's chain over k is the same whatever the tile and the number of rows.

enum {
    ROWS_AT_ONCE = 96,   // of activations, whose sums are kept while a panel is expanded
    QUANTA_AT_ONCE = 16, // of a panel, expanded
    PANEL_VECTORS = fiel_panel_rows / LANES,
};

/// Weights of 32 columns and 16 rows: scale[h] · code + minimum[h], h the half of the quantum for Q6_K, else 0.
struct expanded {
    int32_t codes[8][fiel_panel_rows]; // four bytes each
    float scale[2][fiel_panel_rows], minimum[2][fiel_panel_rows];
};

// MARK: Expanding

INLINE vint nibbles_of(const uint8_t *codes, size_t group) {
    const vint both = load_ints(codes + group % 4 * 64);
    return (group < 4 ? both : both >> 4) & (vint)0x0f0f0f0f;
}

/// The codes of a group; `bits` and `group` are constants.
INLINE vint codes_of(const unsigned bits, const uint8_t *codes, const size_t group) {
    switch (bits) {
    case 4: return nibbles_of(codes, group);
    case 5: {
        const vint fifth = load_ints(codes + 256) >> (int)group & (vint)0x01010101;
        return nibbles_of(codes, group) | fifth << 4;
    }
    case 6: {
        const vint high = load_ints(codes + 256 + group / 4 * 64) >> (int)(2 * (group % 4)) & (vint)0x03030303;
        return nibbles_of(codes, group) | high << 4;
    }
    default: return load_ints(codes + group * 64);
    }
}

INLINE vfloat load_half(const void *p) { return load_half_first(p, LANES); }

INLINE vfloat load_signed_bytes(const uint8_t *p) {
    typedef int8_t bytes __attribute__((ext_vector_type(LANES)));
    bytes x;
    __builtin_memcpy(&x, p, sizeof x);
    return __builtin_convertvector(x, vfloat);
}

/// The scales and minima of one vector of rows; `type` is a constant.
INLINE void expand_scales(const fiel_block type, const uint8_t *super, const uint8_t *scale, size_t lane,
                          struct expanded *out) {
    const struct panel_layout *layout = &fiel_panel_layouts[type];
    vfloat first, low;
    switch (type) {
    case fiel_block_q4_1:
    case fiel_block_q5_1:
        first = load_half(scale + 2 * lane);
        low = load_half(scale + 32 + 2 * lane);
        break;
    case fiel_block_q4_k:
    case fiel_block_q5_k: // shares are below 64
        first = load_half(super + 2 * lane) * load_signed_bytes(scale + lane);
        low = -(load_half(super + 32 + 2 * lane) * load_signed_bytes(scale + 16 + lane));
        break;
    case fiel_block_q6_k: {
        const vfloat whole = load_half(super + 2 * lane), second = whole * load_signed_bytes(scale + 16 + lane);
        first = whole * load_signed_bytes(scale + lane);
        low = first * -32.0f;
        store(out->scale[1] + lane, second);
        store(out->minimum[1] + lane, second * -32.0f);
        break;
    }
    default:
        first = load_half(scale + 2 * lane);
        low = first * -layout->offset;
    }
    store(out->scale[0] + lane, first);
    store(out->minimum[0] + lane, low);
}

INLINE void expand_quanta(const fiel_block type, const unsigned bits, struct panel_parts from, size_t start,
                          size_t count, struct expanded *out) {
    const struct panel_layout *layout = &fiel_panel_layouts[type];
    for (size_t q = start; q < start + count; q++, out++) {
        const uint8_t *codes = from.codes + q * layout->code_bytes;
        for (size_t lane = 0; lane < fiel_panel_rows; lane += LANES) {
#pragma clang loop unroll(full)
            for (size_t g = 0; g < 8; g++) {
                *(vint_unaligned *)(out->codes[g] + lane) = codes_of(bits, codes + 4 * lane, g);
            }
            expand_scales(type, from.supers + q / 8 * layout->super_bytes, from.scales + q * layout->scale_bytes, lane,
                          out);
        }
    }
}

static void expand(fiel_block type, struct panel_parts from, size_t start, size_t count, struct expanded *out) {
    switch (type) {
    case fiel_block_f32:
    case fiel_block_f16:
    case fiel_block_bf16: return;
    case fiel_block_q8_0: return expand_quanta(fiel_block_q8_0, 8, from, start, count, out);
    case fiel_block_q4_0: return expand_quanta(fiel_block_q4_0, 4, from, start, count, out);
    case fiel_block_q4_1: return expand_quanta(fiel_block_q4_1, 4, from, start, count, out);
    case fiel_block_q5_0: return expand_quanta(fiel_block_q5_0, 5, from, start, count, out);
    case fiel_block_q5_1: return expand_quanta(fiel_block_q5_1, 5, from, start, count, out);
    case fiel_block_q4_k: return expand_quanta(fiel_block_q4_k, 4, from, start, count, out);
    case fiel_block_q5_k: return expand_quanta(fiel_block_q5_k, 5, from, start, count, out);
    case fiel_block_q6_k: return expand_quanta(fiel_block_q6_k, 6, from, start, count, out);
    }
}

// MARK: Activations in 8 bits

INLINE vint broadcast_word(const int8_t *p) {
    int32_t word;
    __builtin_memcpy(&word, p, sizeof word);
    return (vint)word;
}

/// A few rows of quantised activations.
struct rows_s8 {
    const int8_t *codes;
    const float *terms;
    size_t k; // between rows of codes
};

/// sums [rows] += quanta of activations · expanded weights, one vector of outputs.
INLINE void multiply_quanta(const size_t rows, const bool halves, const bool wide, size_t quanta,
                            const struct expanded *w, size_t lane, struct rows_s8 from, float *sums) {
    const size_t terms_step = from.k / fiel_quantum * fiel_quantum_terms;
    vfloat sum[TILE_ROWS_BLOCKS];
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) sum[r] = load(sums + r * fiel_panel_rows);
    for (size_t q = 0; q < quanta; q++, w++, from.codes += fiel_quantum, from.terms += fiel_quantum_terms) {
        vint code[8];
#pragma clang loop unroll(full)
        for (size_t g = 0; g < 8; g++) code[g] = load_ints(w->codes[g] + lane);
        const vfloat scale = load(w->scale[0] + lane), minimum = load(w->minimum[0] + lane);
#pragma clang loop unroll(full)
        for (size_t r = 0; r < rows; r++) {
            const int8_t *x = from.codes + r * from.k;
            const float *terms = from.terms + r * terms_step;
            vint exact = (vint)0, second = (vint)0;
#pragma clang loop unroll(full)
            for (size_t g = 0; g < 8; g++) {
                vint *half = halves && g >= 4 ? &second : &exact;
                *half = dot_codes(wide, *half, code[g], broadcast_word(x + 4 * g));
            }
            const vfloat product = __builtin_convertvector(exact, vfloat) * terms[0];
            sum[r] = multiply_add(product, scale, sum[r]);
            if (!halves) {
                sum[r] = multiply_add(minimum, (vfloat)terms[3], sum[r]);
            } else {
                const vfloat other = __builtin_convertvector(second, vfloat) * terms[0];
                sum[r] = multiply_add(minimum, (vfloat)terms[1], sum[r]);
                sum[r] = multiply_add(other, load(w->scale[1] + lane), sum[r]);
                sum[r] = multiply_add(load(w->minimum[1] + lane), (vfloat)terms[2], sum[r]);
            }
        }
    }
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) store(sums + r * fiel_panel_rows, sum[r]);
}

/// The shapes that tiles have: codes of at most 7 bits, of 8 bits, and with two scales a quantum.
enum tile_kind { tile_narrow, tile_wide, tile_halves };

static void multiply_quanta_tile(size_t rows, enum tile_kind kind, size_t quanta, const struct expanded *w,
                                 struct rows_s8 from, float *sums) {
    for (size_t lane = 0; lane < fiel_panel_rows; lane += LANES) {
        switch (rows * 3 + kind) {
#define TILE(r) \
    case r * 3 + tile_narrow: multiply_quanta(r, false, false, quanta, w, lane, from, sums + lane); break; \
    case r * 3 + tile_wide: multiply_quanta(r, false, true, quanta, w, lane, from, sums + lane); break; \
    case r * 3 + tile_halves: multiply_quanta(r, true, false, quanta, w, lane, from, sums + lane); break;
            EACH_TILE_BLOCKS(TILE)
#undef TILE
        }
    }
}

/// Asks for memory that will be read soon; it may lie beyond what may be read.
INLINE void fetch(const uint8_t *start, size_t bytes) {
    for (uintptr_t line = (uintptr_t)start; line < (uintptr_t)start + bytes; line += 64) {
        __builtin_prefetch((const void *)line);
    }
}

// MARK: After the sum

/// Stores the sums [rows, 16] of one panel: plus bias, plus residual.
static void finish_panel(size_t rows, const float *sums, size_t columns, const float *bias, const float *residual,
                         size_t ldr, float *out, size_t ldo) {
    for (size_t lane = 0; lane < columns; lane += LANES) {
        const size_t count = at_most(LANES, columns - lane);
        const vfloat shift = bias ? load_first(bias + lane, count) : (vfloat)0.0f;
        for (size_t r = 0; r < rows; r++) {
            vfloat x = load(sums + r * fiel_panel_rows + lane);
            if (bias) x += shift;
            if (residual) x += load_first(residual + r * ldr + lane, count);
            store_first(out + r * ldo + lane, x, count);
        }
    }
}

static void gemm_blocks_s8(fiel_block type, size_t m, size_t n, size_t k, const int8_t *codes, const float *terms,
                           const void *panels, const float *bias, const float *residual, size_t ldr, float *out,
                           size_t ldo) {
    const struct panel_layout *layout = &fiel_panel_layouts[type];
    const enum tile_kind kind = type == fiel_block_q6_k ? tile_halves : type == fiel_block_q8_0 ? tile_wide : tile_narrow;
    const size_t quanta = k / fiel_quantum, step = fiel_panel_bytes(type, k);
    _Alignas(64) struct expanded w[QUANTA_AT_ONCE];
    _Alignas(64) float sums[ROWS_AT_ONCE * fiel_panel_rows];
    for (size_t i = 0; i < m; i += ROWS_AT_ONCE) {
        const size_t rows = at_most(ROWS_AT_ONCE, m - i);
        const uint8_t *panel = panels;
        for (size_t j = 0; j < n; j += fiel_panel_rows, panel += step) {
            const struct panel_parts parts = parts_of_panel(layout, k, panel);
            __builtin_memset(sums, 0, rows * fiel_panel_rows * sizeof *sums);
            for (size_t q = 0; q < quanta; q += QUANTA_AT_ONCE) {
                const size_t count = at_most(QUANTA_AT_ONCE, quanta - q);
                expand(type, parts, q, count, w);
                fetch(parts.codes + (q + count) * layout->code_bytes, QUANTA_AT_ONCE * layout->code_bytes);
                for (size_t r = 0, tile; r < rows; r += tile) {
                    tile = next_tile(rows - r, TILE_ROWS_BLOCKS);
                    const size_t row = i + r;
                    const struct rows_s8 from = {
                        codes + row * k + q * fiel_quantum, terms + (row * quanta + q) * fiel_quantum_terms, k};
                    multiply_quanta_tile(tile, kind, count, w, from, sums + r * fiel_panel_rows);
                }
            }
            finish_panel(rows, sums, at_most(fiel_panel_rows, n - j), bias ? bias + j : NULL,
                         residual ? residual + i * ldr + j : NULL, ldr, out + i * ldo + j, ldo);
        }
    }
}

// MARK: Activations in f32

/// values [count · 32, 16] ← weights of a quantised type.
static void widen_expanded(size_t count, bool halves, const struct expanded *w, float *values) {
    for (size_t q = 0; q < count; q++, w++, values += fiel_quantum * fiel_panel_rows) {
        for (size_t lane = 0; lane < fiel_panel_rows; lane += LANES) {
#pragma clang loop unroll(full)
            for (size_t g = 0; g < 8; g++) {
                const size_t half = halves && g >= 4;
                const vfloat scale = load(w->scale[half] + lane), minimum = load(w->minimum[half] + lane);
                const vint codes = load_ints(w->codes[g] + lane);
#pragma clang loop unroll(full)
                for (int b = 0; b < 4; b++) {
                    const vfloat code = __builtin_convertvector(codes >> 8 * b & (vint)255, vfloat);
                    store(values + (4 * g + (size_t)b) * fiel_panel_rows + lane, multiply_add(scale, code, minimum));
                }
            }
        }
    }
}

/// values [count, 16] ← numbers of a plain type.
static void widen_plain(fiel_block type, size_t count, const uint8_t *panel, float *values) {
    for (size_t i = 0; i < count * fiel_panel_rows; i += LANES) {
        if (type == fiel_block_f32) {
            store(values + i, load((const float *)(panel + 4 * i)));
        } else if (type == fiel_block_f16) {
            store(values + i, load_half(panel + 2 * i));
        } else {
            typedef uint16_t halves __attribute__((ext_vector_type(LANES)));
            halves x;
            __builtin_memcpy(&x, panel + 2 * i, sizeof x);
            store(values + i, (vfloat)(__builtin_convertvector(x, vint) << 16));
        }
    }
}

/// sums [rows] += x [rows, k] · values [k, 16], one vector of outputs.
INLINE void multiply_values(const size_t rows, size_t k, const float *x, size_t ldx, const float *values, float *sums) {
    vfloat sum[TILE_ROWS_BLOCKS];
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) sum[r] = load(sums + r * fiel_panel_rows);
    for (size_t p = 0; p < k; p++, values += fiel_panel_rows) {
        const vfloat w = load(values);
#pragma clang loop unroll(full)
        for (size_t r = 0; r < rows; r++) sum[r] = multiply_add((vfloat)x[r * ldx + p], w, sum[r]);
    }
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) store(sums + r * fiel_panel_rows, sum[r]);
}

static void multiply_values_tile(size_t rows, size_t k, const float *x, size_t ldx, const float *values, float *sums) {
    for (size_t lane = 0; lane < fiel_panel_rows; lane += LANES) {
        switch (rows) {
#define TILE(r) case r: multiply_values(r, k, x, ldx, values + lane, sums + lane); break;
            EACH_TILE_BLOCKS(TILE)
#undef TILE
        }
    }
}

static void gemm_blocks_f32(fiel_block type, size_t m, size_t n, size_t k, const float *x, size_t ldx,
                            const void *panels, const float *bias, const float *residual, size_t ldr, float *out,
                            size_t ldo) {
    enum { COLUMNS_AT_ONCE = 4 * fiel_quantum };
    const struct panel_layout *layout = &fiel_panel_layouts[type];
    const size_t step = fiel_panel_bytes(type, k);
    _Alignas(64) struct expanded w[COLUMNS_AT_ONCE / fiel_quantum];
    _Alignas(64) float values[COLUMNS_AT_ONCE * fiel_panel_rows];
    _Alignas(64) float sums[ROWS_AT_ONCE * fiel_panel_rows];
    for (size_t i = 0; i < m; i += ROWS_AT_ONCE) {
        const size_t rows = at_most(ROWS_AT_ONCE, m - i);
        const uint8_t *panel = panels;
        for (size_t j = 0; j < n; j += fiel_panel_rows, panel += step) {
            const struct panel_parts parts = parts_of_panel(layout, k, panel);
            __builtin_memset(sums, 0, rows * fiel_panel_rows * sizeof *sums);
            for (size_t p = 0; p < k; p += COLUMNS_AT_ONCE) {
                const size_t count = at_most(COLUMNS_AT_ONCE, k - p);
                if (layout->code_bits == 0) {
                    const size_t column = fiel_panel_rows * layout->bytes;
                    widen_plain(type, count, panel + p * column, values);
                    fetch(panel + (p + count) * column, COLUMNS_AT_ONCE * column);
                } else {
                    expand(type, parts, p / fiel_quantum, count / fiel_quantum, w);
                    widen_expanded(count / fiel_quantum, type == fiel_block_q6_k, w, values);
                }
                for (size_t r = 0, tile; r < rows; r += tile) {
                    tile = next_tile(rows - r, TILE_ROWS_BLOCKS);
                    multiply_values_tile(tile, count, x + (i + r) * ldx + p, ldx, values, sums + r * fiel_panel_rows);
                }
            }
            finish_panel(rows, sums, at_most(fiel_panel_rows, n - j), bias ? bias + j : NULL,
                         residual ? residual + i * ldr + j : NULL, ldr, out + i * ldo + j, ldo);
        }
    }
}

// MARK: Quantising activations

/// One quantum: codes, and the scale with the sums of the codes times it.
static void quantize_quantum(const float *x, int8_t *codes, float *terms) {
    vfloat largest = (vfloat)0.0f, poison = (vfloat)0.0f; // poison turns NaN at a value that is not finite
    for (size_t p = 0; p < fiel_quantum; p += LANES) {
        const vfloat v = load(x + p);
        largest = larger(v, larger(-v, largest));
        poison = multiply_add(v, (vfloat)0.0f, poison);
    }
    const float scale = largest_of_lanes(largest) / 127;
    const bool finite = sum_of_lanes(poison) == 0, any = scale >= FLT_MIN;
    const float inverse = finite && any ? 1 / scale : 0;
    int32_t sums[2] = {0, 0};
    for (size_t p = 0; p < fiel_quantum; p++) {
        const float rounded = __builtin_roundevenf((finite ? x[p] : 0) * inverse);
        codes[p] = (int8_t)(rounded > 127 ? 127 : rounded < -127 ? -127 : rounded);
        sums[p / 16] += codes[p];
    }
    terms[0] = !finite ? NAN : any ? scale : 0;
    terms[1] = terms[0] * (float)sums[0];
    terms[2] = terms[0] * (float)sums[1];
    terms[3] = terms[0] * (float)(sums[0] + sums[1]);
}

static void quantize_s8(size_t m, size_t k, const float *x, size_t ldx, int8_t *codes, float *terms) {
    for (size_t i = 0; i < m; i++) {
        for (size_t p = 0; p < k; p += fiel_quantum, codes += fiel_quantum, terms += fiel_quantum_terms) {
            quantize_quantum(x + i * ldx + p, codes, terms);
        }
    }
}

// Packing stored rows into panels.

#include "blocks.h"
#include "scalar_decoder.h"

#include <math.h>
#include <string.h>

const struct panel_layout fiel_panel_layouts[] = {
    [fiel_block_f32] = {.block = 1, .bytes = 4, .code_bytes = 32 * 16 * 4},
    [fiel_block_f16] = {.block = 1, .bytes = 2, .code_bytes = 32 * 16 * 2},
    [fiel_block_bf16] = {.block = 1, .bytes = 2, .code_bytes = 32 * 16 * 2},
    [fiel_block_q8_0] = {32, 34, .scale_bytes = 32, .code_bytes = 512, .offset = 128, .code_bits = 8},
    [fiel_block_q4_0] = {32, 18, .scale_bytes = 32, .code_bytes = 256, .offset = 8, .code_bits = 4},
    [fiel_block_q4_1] = {32, 20, .scale_bytes = 64, .code_bytes = 256, .code_bits = 4},
    [fiel_block_q5_0] = {32, 22, .scale_bytes = 32, .code_bytes = 320, .offset = 16, .code_bits = 5},
    [fiel_block_q5_1] = {32, 24, .scale_bytes = 64, .code_bytes = 320, .code_bits = 5},
    [fiel_block_q4_k] = {256, 144, .super_bytes = 64, .scale_bytes = 32, .code_bytes = 256, .code_bits = 4},
    [fiel_block_q5_k] = {256, 176, .super_bytes = 64, .scale_bytes = 32, .code_bytes = 320, .code_bits = 5},
    [fiel_block_q6_k] = {256, 210, .super_bytes = 32, .scale_bytes = 32, .code_bytes = 384, .offset = 32, .code_bits = 6},
};

size_t fiel_block_count(fiel_block type) { return fiel_panel_layouts[type].block; }

size_t fiel_block_bytes(fiel_block type) { return fiel_panel_layouts[type].bytes; }

size_t fiel_panel_bytes(fiel_block type, size_t k) {
    const struct panel_layout *layout = &fiel_panel_layouts[type];
    if (layout->code_bits == 0) return whole_lines(k * 16 * layout->bytes);
    return supers_bytes(layout, k) + scales_bytes(layout, k) + k / fiel_quantum * layout->code_bytes;
}

// MARK: Stored blocks

/// What a stored block says of 32 of its numbers.
struct quantum {
    uint8_t codes[32];
    uint8_t scale[4]; // as they stand in the panel: f16 scale and minimum, or shares
    uint8_t super[4]; // f16 scale and minimum of 256 numbers
};

static void take_nibbles(const uint8_t *nibbles, uint8_t *codes) {
    for (size_t i = 0; i < 16; i++) {
        codes[i] = nibbles[i] & 15;
        codes[i + 16] = nibbles[i] >> 4;
    }
}

static void add_fifth_bits(const uint8_t *high, uint8_t *codes) {
    for (size_t i = 0; i < 32; i++) codes[i] |= (high[i / 8] >> i % 8 & 1) << 4;
}

/// The 6-bit shares of scale and minimum of part j of a Q4_K or Q5_K block.
static void take_shares(const uint8_t *q, size_t j, uint8_t *shares) {
    if (j < 4) {
        shares[0] = q[j] & 63;
        shares[1] = q[j + 4] & 63;
    } else {
        shares[0] = (q[j + 4] & 15) | q[j - 4] >> 6 << 4;
        shares[1] = q[j + 4] >> 4 | q[j] >> 6 << 4;
    }
}

/// Part `part` (of 8) of a block of 256 numbers in 4 or 5 bits.
static void take_k(const uint8_t *block, size_t part, bool fifth, struct quantum *out) {
    const uint8_t *high = block + 16, *low = high + (fifth ? 32 : 0) + part / 2 * 32;
    memcpy(out->super, block, 4);
    take_shares(block + 4, part, out->scale);
    for (size_t i = 0; i < 32; i++) {
        out->codes[i] = part % 2 == 0 ? low[i] & 15 : low[i] >> 4;
        if (fifth) out->codes[i] |= (high[i] >> part & 1) << 4;
    }
}

/// Part `part` (of 8) of a Q6_K block: low bits [128], high bits [64], shares of 16 [16], scale.
static void take_q6_k(const uint8_t *block, size_t part, struct quantum *out) {
    const size_t half = part / 4, quarter = part % 4;
    const uint8_t *low = block + half * 64 + quarter % 2 * 32, *high = block + 128 + half * 32;
    memcpy(out->super, block + 208, 2);
    memcpy(out->scale, block + 192 + half * 8 + quarter * 2, 2);
    for (size_t i = 0; i < 32; i++) {
        const uint8_t nibble = quarter < 2 ? low[i] & 15 : low[i] >> 4;
        out->codes[i] = nibble | (high[i] >> 2 * quarter & 3) << 4;
    }
}

static void take(fiel_block type, const uint8_t *row, size_t index, struct quantum *out) {
    const struct panel_layout *layout = &fiel_panel_layouts[type];
    const size_t parts = layout->block / fiel_quantum;
    const uint8_t *block = row + index / parts * layout->bytes;
    switch (type) {
    case fiel_block_f32:
    case fiel_block_f16:
    case fiel_block_bf16: return;
    case fiel_block_q4_k: return take_k(block, index % parts, false, out);
    case fiel_block_q5_k: return take_k(block, index % parts, true, out);
    case fiel_block_q6_k: return take_q6_k(block, index % parts, out);
    case fiel_block_q8_0:
        memcpy(out->scale, block, 2);
        for (size_t i = 0; i < 32; i++) out->codes[i] = block[2 + i] ^ 0x80;
        return;
    case fiel_block_q4_0:
        memcpy(out->scale, block, 2);
        return take_nibbles(block + 2, out->codes);
    case fiel_block_q4_1:
        memcpy(out->scale, block, 4);
        return take_nibbles(block + 4, out->codes);
    case fiel_block_q5_0:
        memcpy(out->scale, block, 2);
        take_nibbles(block + 6, out->codes);
        return add_fifth_bits(block + 2, out->codes);
    case fiel_block_q5_1:
        memcpy(out->scale, block, 4);
        take_nibbles(block + 8, out->codes);
        return add_fifth_bits(block + 4, out->codes);
    }
}

static float half_at(const uint8_t *p) {
    uint16_t bits;
    memcpy(&bits, p, sizeof bits);
    return fiel_widened_half(bits);
}

/// out [32] ← the numbers of a quantum.
static void widen_quantum(fiel_block type, const struct quantum *q, float *out) {
    const struct panel_layout *layout = &fiel_panel_layouts[type];
    for (size_t half = 0; half < 2; half++) {
        float scale, minimum;
        if (layout->super_bytes == 0) {
            scale = half_at(q->scale);
            minimum = layout->scale_bytes > 32 ? half_at(q->scale + 2) : scale * -layout->offset;
        } else if (type == fiel_block_q6_k) {
            scale = half_at(q->super) * (float)(int8_t)q->scale[half];
            minimum = scale * -layout->offset;
        } else {
            scale = half_at(q->super) * q->scale[0];
            minimum = -(half_at(q->super + 2) * q->scale[1]);
        }
        for (size_t i = 16 * half; i < 16 * half + 16; i++) out[i] = fmaf(scale, q->codes[i], minimum);
    }
}

void fiel_widen_row(fiel_block type, size_t k, const void *row, float *out) {
    const uint8_t *bytes = row;
    struct quantum quantum;
    switch (type) {
    case fiel_block_f32: memcpy(out, row, k * sizeof *out); return;
    case fiel_block_f16:
        for (size_t i = 0; i < k; i++) out[i] = half_at(bytes + 2 * i);
        return;
    case fiel_block_bf16:
        memset(out, 0, k * sizeof *out);
        for (size_t i = 0; i < k; i++) memcpy((uint8_t *)(out + i) + 2, bytes + 2 * i, 2);
        return;
    default:
        for (size_t q = 0; q < k / fiel_quantum; q++) {
            take(type, row, q, &quantum);
            widen_quantum(type, &quantum, out + q * fiel_quantum);
        }
    }
}

// MARK: Panels

/// Puts a row's codes into its lane; the codes' part of the panel was zero.
static void put_codes(unsigned bits, size_t row, const uint8_t *codes, uint8_t *out) {
    for (size_t i = 0; i < 32; i++) {
        const size_t group = i / 4, place = row * 4 + i % 4;
        if (bits == 8) {
            out[group * 64 + place] = codes[i];
            continue;
        }
        out[group % 4 * 64 + place] |= (uint8_t)((codes[i] & 15) << (group < 4 ? 0 : 4));
        if (bits == 5) out[256 + place] |= (uint8_t)(codes[i] >> 4 << group);
        if (bits == 6) out[256 + group / 4 * 64 + place] |= (uint8_t)(codes[i] >> 4 << 2 * (group % 4));
    }
}

/// Puts the values of one row, `width` bytes each, into vectors of 16 such values.
static void put_lane(size_t row, size_t values, size_t width, const uint8_t *from, uint8_t *out) {
    for (size_t v = 0; v < values; v++) memcpy(out + (v * 16 + row) * width, from + v * width, width);
}

static void pack_plain(size_t width, size_t count, size_t k, const void *const *rows, uint8_t *panel) {
    for (size_t row = 0; row < count; row++) put_lane(row, k, width, rows[row], panel);
}

void fiel_pack_panel(fiel_block type, size_t count, size_t k, const void *const *rows, void *panel) {
    const struct panel_layout *layout = &fiel_panel_layouts[type];
    memset(panel, 0, fiel_panel_bytes(type, k));
    if (layout->code_bits == 0) return pack_plain(layout->bytes, count, k, rows, panel);
    const struct panel_parts parts = parts_of_panel(layout, k, panel);
    uint8_t *supers = (uint8_t *)parts.supers, *scales = (uint8_t *)parts.scales, *codes = (uint8_t *)parts.codes;
    const size_t width = layout->super_bytes > 0 ? 1 : 2; // of a scale
    struct quantum quantum;
    for (size_t row = 0; row < count; row++) {
        for (size_t q = 0; q < k / fiel_quantum; q++) {
            take(type, rows[row], q, &quantum);
            put_codes(layout->code_bits, row, quantum.codes, codes + q * layout->code_bytes);
            put_lane(row, layout->scale_bytes / 16 / width, width, quantum.scale, scales + q * layout->scale_bytes);
            put_lane(row, layout->super_bytes / 32, 2, quantum.super, supers + q / 8 * layout->super_bytes);
        }
    }
}

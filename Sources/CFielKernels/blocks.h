// Panels of weight blocks: 16 rows whose blocks stand side by side, so that a vector holds the same place of each.
//
// A panel has up to three parts, each starting at a multiple of 64 bytes:
//   supers  [k / 256] the f16 scales [16] of the K types, and the f16 scales of their minima [16]
//   scales  [k / 32]  f16 scales [16] (and minima [16]), or the 8-bit shares of the K types
//   codes   [k / 32]  32 codes of each row
// Codes: four neighbours in k share the 32-bit lane of their row, a group. The low four bits of groups 0...3 and 4...7 of
// a quantum are the low and high nibbles of four vectors [16 lanes]. A fifth bit stands in one more vector, bit g of each
// byte for group g; a fifth and sixth in two more, bits 2 (g % 4) of each byte of vector g / 4. 8-bit codes are stored
// plus 128, a vector a group. Plain types are [k][16].

#ifndef FIEL_BLOCKS_H
#define FIEL_BLOCKS_H

#include "include/fiel_kernels.h"

/// How a type's panels are laid out, and how its numbers follow from codes: scale · code + minimum.
struct panel_layout {
    size_t block, bytes;  // numbers and bytes of a stored block
    size_t super_bytes;   // of a panel, for each 256 columns
    size_t scale_bytes;   // of a panel, for each 32 columns
    size_t code_bytes;    // of a panel, for each 32 columns
    float offset;         // minimum = −offset · scale, for types without stored minima
    unsigned code_bits;   // 0 for plain types
};

extern const struct panel_layout fiel_panel_layouts[];

/// Where the parts of a packed panel start.
struct panel_parts {
    const uint8_t *supers, *scales, *codes;
};

static inline size_t whole_lines(size_t bytes) { return (bytes + 63) / 64 * 64; }

static inline size_t supers_bytes(const struct panel_layout *layout, size_t k) {
    return whole_lines((k + 255) / 256 * layout->super_bytes);
}

static inline size_t scales_bytes(const struct panel_layout *layout, size_t k) {
    return whole_lines(k / fiel_quantum * layout->scale_bytes);
}

static inline struct panel_parts parts_of_panel(const struct panel_layout *layout, size_t k, const void *panel) {
    const uint8_t *start = panel;
    const uint8_t *scales = start + supers_bytes(layout, k);
    return (struct panel_parts){start, scales, scales + scales_bytes(layout, k)};
}

#endif

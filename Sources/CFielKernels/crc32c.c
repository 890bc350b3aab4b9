#include "fiel_kernels.h"

#include <string.h>

// CRC-32C (Castagnoli), RFC 3720 appendix B.4: polynomial 0x1EDC6F41, bits reflected, start and end inverted.

#if defined(__x86_64__)
#include <nmmintrin.h>

__attribute__((target("sse4.2"))) static uint32_t update_words(uint32_t crc, const uint8_t *bytes, size_t words) {
    uint64_t state = crc;
    for (size_t i = 0; i < words; i++) {
        uint64_t word;
        memcpy(&word, bytes + 8 * i, sizeof word);
        state = _mm_crc32_u64(state, word);
    }
    return (uint32_t)state;
}

static bool has_instruction(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("sse4.2");
}
#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>

static uint32_t update_words(uint32_t crc, const uint8_t *bytes, size_t words) {
    for (size_t i = 0; i < words; i++) {
        uint64_t word;
        memcpy(&word, bytes + 8 * i, sizeof word);
        crc = __crc32cd(crc, word);
    }
    return crc;
}

static bool has_instruction(void) { return true; }
#else
static uint32_t update_words(uint32_t crc, const uint8_t *bytes, size_t words) {
    (void)bytes;
    (void)words;
    return crc;
}

static bool has_instruction(void) { return false; }
#endif

static uint32_t update_byte(uint32_t crc, uint8_t byte) {
    crc ^= byte;
    for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0x82F63B78u & (0u - (crc & 1u)));
    return crc;
}

uint32_t fiel_crc32c(fiel_isa isa, uint32_t crc, size_t n, const uint8_t *bytes) {
    crc = ~crc;
    size_t words = isa != fiel_isa_scalar && has_instruction() ? n / 8 : 0;
    crc = update_words(crc, bytes, words);
    for (size_t i = 8 * words; i < n; i++) crc = update_byte(crc, bytes[i]);
    return ~crc;
}

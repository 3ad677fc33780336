//! Chance, the same in every run from the same seed.

/// A generator good enough to mix with (Marsaglia, xorshift64*).
pub struct Dice(u64);

impl Dice {
    /// No seed is as good as none: zero stays zero.
    pub fn new(seed: u64) -> Self {
        Self(seed | 1 << 63)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// From the upper bits: the lowest ones of this generator are not as good.
    pub fn below(&mut self, most: usize) -> usize {
        ((self.roll() >> 16) % most.max(1) as u64) as usize
    }

    pub fn octet(&mut self) -> u8 {
        (self.roll() >> 32) as u8
    }

    /// Once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    pub fn octets(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.octet()).collect()
    }

    /// A few changes: octets set, dropped, put in, doubled, swapped, or cut off.
    pub fn change(&mut self, octets: &mut Vec<u8>, put_in: &[u8]) {
        for _ in 0..=self.below(4) {
            if octets.is_empty() {
                return;
            }
            let at = self.below(octets.len());
            match self.below(7) {
                0 => octets[at] = self.octet(),
                1 => octets[at] ^= 1 << self.below(8),
                2 => _ = octets.remove(at),
                3 => octets.insert(at, *self.one_of(put_in)),
                4 => octets.truncate(at),
                5 => {
                    let end = (at + self.below(64)).min(octets.len());
                    let piece = octets[at..end].to_vec();
                    let to = self.below(octets.len());
                    octets.splice(to..to, piece);
                }
                _ => {
                    let other = self.below(octets.len());
                    octets.swap(at, other);
                }
            }
        }
    }
}

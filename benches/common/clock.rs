//! What work costs, whatever else the machine does (Linux).

/// Of this process and of the ended ones it started, in seconds: the fields 14 to 17 of `/proc/self/stat`.
pub(crate) fn processor_time() -> f64 {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(4);
    fields.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / TICKS_PER_SECOND
}

// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.report;

import java.util.Locale;

/** Numbers for readers: three digits that count, and a dash for what was not measured. */
public final class Figures {
    private Figures() {}

    /** 2.05 G, 5.12 M, 830 k, 12. */
    public static String count(double value) {
        if (value >= 999_500_000) {
            return digits(value / 1e9) + " G";
        }
        if (value >= 999_500) {
            return digits(value / 1e6) + " M";
        }
        return value >= 999.5 ? digits(value / 1e3) + " k" : digits(value);
    }

    /** Three digits that count, in plain writing. */
    public static String digits(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        double size = Math.abs(value);
        int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** 64, 4 Ki, 16 Mi. */
    public static String whole(double value) {
        long number = Math.round(value);
        if (number >= 1 << 20 && number % (1 << 20) == 0) {
            return (number >> 20) + " Mi";
        }
        return number >= 1 << 10 && number % (1 << 10) == 0 ? (number >> 10) + " Ki" : Long.toString(number);
    }

    public static String ratio(double value) {
        return Double.isFinite(value) ? digits(value) + " ×" : "–";
    }
}

// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.terminal.Times;
import java.time.Duration;

/**
 * A rate, for some time.
 *
 * @param perSecond messages; 0 for none, infinite for as many as possible
 */
record RateStep(double perSecond, Duration time) {
    static final RateStep UNLIMITED = always(Double.POSITIVE_INFINITY);

    static RateStep always(double perSecond) {
        return new RateStep(perSecond, Times.FOREVER);
    }

    boolean isUnlimited() {
        return perSecond == Double.POSITIVE_INFINITY;
    }

    /**
     * Reads {@code RATE:TIME}; a negative rate means unlimited.
     *
     * @throws IllegalArgumentException with a sentence
     */
    static RateStep parse(String text) {
        int colon = text.indexOf(':');
        try {
            double rate = Double.parseDouble(text.substring(0, Math.max(colon, 0)));
            Duration time = Times.parse(text.substring(colon + 1));
            if (!Double.isNaN(rate) && !time.isZero()) {
                return new RateStep(rate < 0 ? Double.POSITIVE_INFINITY : rate, time);
            }
        } catch (IllegalArgumentException e) {
            // As below.
        }
        throw new IllegalArgumentException("--variable-rate \"" + text
                + "\" is not RATE:TIME, such as 1000:30s; a negative rate means unlimited, and TIME is more than 0");
    }

    /** For people; the time is left out where it is for ever. */
    @Override
    public String toString() {
        String rate = isUnlimited() ? "unlimited" : Double.toString(perSecond).replaceFirst("\\.0$", "");
        return time.equals(Times.FOREVER) ? rate : rate + " for " + time.toMillis() / 1000.0 + " s";
    }
}

// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What producers do.
 *
 * @param producers connections
 * @param channels of each connection; each has a thread and publishes on its own
 * @param sizes bytes of bodies, in turn
 * @param rates of each channel, one after the other and again
 * @param unconfirmed most messages of a channel that await their confirm; 0 for no confirms
 * @param messages of each channel; {@link Long#MAX_VALUE} for no end
 */
record ProducerPlan(
        int producers,
        int channels,
        List<Integer> sizes,
        List<RateStep> rates,
        int unconfirmed,
        boolean persistent,
        boolean mandatory,
        long messages) {

    boolean isLimited() {
        return producers > 0 && messages < Long.MAX_VALUE;
    }

    boolean isConfirming() {
        return unconfirmed > 0;
    }

    String describe() {
        return producers + " x " + channels + " producers of " + join(sizes) + " bytes at "
                + join(rates) + " messages/s"
                + (isConfirming() ? ", " + unconfirmed + " unconfirmed" : "")
                + (persistent ? ", persistent" : "")
                + (mandatory ? ", mandatory" : "");
    }

    private static String join(List<?> some) {
        return some.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}

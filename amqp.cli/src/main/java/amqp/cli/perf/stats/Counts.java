// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.stats;

/**
 * Numbers of messages.
 *
 * @param unknown published with confirms, but lost sight of together with their connection
 */
public record Counts(long sent, long received, long returned, long confirmed, long nacked, long unknown) {

    Counts minus(Counts earlier) {
        return new Counts(
                sent - earlier.sent,
                received - earlier.received,
                returned - earlier.returned,
                confirmed - earlier.confirmed,
                nacked - earlier.nacked,
                unknown - earlier.unknown);
    }
}

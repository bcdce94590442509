// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.Verdict;

/** Hears the outcome of publishes in confirm mode. One object may serve many publishes. */
@FunctionalInterface
public interface PublishCallback {

    /** The broker's verdict, or {@link Verdict#UNKNOWN}. */
    void settled(Verdict verdict);
}

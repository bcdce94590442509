// SPDX-License-Identifier: MPL-2.0
package amqp.client;

/** What happens to publishes in confirm mode that have no verdict when the connection is lost. */
public enum LostPublishes {
    /**
     * They end with {@link amqp.connection.Verdict#UNKNOWN}, and their stages with {@link UnconfirmedException}: the
     * broker may have received them or not.
     */
    UNKNOWN,
    /**
     * They are published again after the recovery, in their old order and before newer ones. That is at-least-once
     * delivery: the broker may receive some of them twice. Each is kept in memory until it has its verdict; when
     * {@link ConnectionOptions#publishBuffer} is full of them, there is no room to publish.
     */
    REPUBLISH
}

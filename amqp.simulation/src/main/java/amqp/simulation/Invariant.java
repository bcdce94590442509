// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

/** What must hold in every simulation. */
enum Invariant {
    /** Every publish in confirm mode gets exactly one verdict, also when its channel or connection closes. */
    ONE_VERDICT,
    /** While all is well, no publish waits for its verdict for ever, and none stays unknown on an open at-least-once channel. */
    SETTLED_WHEN_CALM,
    /** What is acked was taken by the broker; what is nacked was not. */
    ACKED_WAS_TAKEN,
    /** What is acked is in its queues still, or an application has dealt with it, or told the broker to drop it. */
    ACKED_IS_KEPT,
    /** Without publishing again, no message is taken twice. */
    NO_DUPLICATES,
    /** The broker gets the messages of a channel in the order in which they were first published. */
    PUBLISH_ORDER,
    /** Consumers get what the broker sent them, in that order, each once, without gaps; a queue keeps its order. */
    DELIVERY_ORDER,
    /** The broker hears no acknowledgement that the application did not give. */
    ACKNOWLEDGED_BY_APPLICATION,
    /** What the application declared and did not delete is there. */
    DECLARED_EXISTS,
    /** What the application deleted does not come back. */
    DELETED_STAYS_AWAY,
    /** Open channels are open at the broker too, in their modes; consumers are there with their queues and bounds. */
    CHANNELS_RESTORED,
    /** A consumer that is interrupted, once for each loss, is then resumed, cancelled or closed, one of these and once. */
    INTERRUPTED_ONCE,
    /** No message is handed out that the broker is known to have taken back. */
    NOTHING_STALE,
    /** Recovery ends only where the strategy says so, or for a refusal that is final. */
    GIVES_UP_RIGHTLY,
    /** An application that waits long enough with a broker that is up is connected. */
    RECONNECTED,
    /** Frames are well-formed and in their place; methods, channels and tags are those that the broker expects. */
    PROTOCOL,
    /** The client never blames a broker that did nothing wrong. */
    BROKER_NOT_BLAMED,
    /** What waits to be sent or was not taken yet stays within its bound. */
    BOUNDED_MEMORY,
    /** Every stage completes, in time. */
    STAGES_COMPLETE,
    /** Nobody is called after the end. */
    SILENT_AFTER_END,
    /** After the end nothing is left to happen: no timer, no task, no socket. */
    RUNS_DRY,
    /** An observer sees each connection, outage, block, channel, publish and handler begin and end, each once. */
    OBSERVED_ONCE,
    /** What a callback throws is reported once. */
    FAILURES_REPORTED,
    /** Nothing throws what it must not. */
    NO_SURPRISE
}

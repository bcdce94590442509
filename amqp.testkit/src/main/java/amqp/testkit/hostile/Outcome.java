// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

/**
 * What a client has to make of a misbehaviour.
 *
 * @param code the reply code, where the kind has one; else 0
 * @param section of the specification, or the document, that says so
 */
public record Outcome(Kind kind, int code, String section) {
    public enum Kind {
        /** It sends connection.close with the code, and tells the application that the peer broke the protocol. */
        CLOSES,
        /** The connection is not open yet: it drops the transport without a word, and tells the application the code. */
        DROPS,
        /** It finds no common ground with the broker, and drops the transport. */
        REFUSES,
        /** It lets that pass: the connection works afterwards. */
        GOES_ON,
        /** It gives up one command by its own time limit; the connection stays. */
        CALL_TIMES_OUT,
        /** It gives up a step of the connection's opening by its own time limit. */
        STEP_TIMES_OUT,
        /** It misses heartbeats. */
        HEARTBEAT_MISSED,
        /** It finds that the transport is gone, or never came about. */
        LOST,
        /** It answers the broker's connection.close and tells the application the code. */
        CLOSED_BY_PEER,
        /** It answers the broker's channel.close and tells the application the code; the connection works afterwards. */
        CHANNEL_CLOSED_BY_PEER,
        /** The application wanted to end, and does. */
        ENDS
    }

    static Outcome closes(int code, String section) {
        return new Outcome(Kind.CLOSES, code, section);
    }

    static Outcome drops(int code) {
        return new Outcome(Kind.DROPS, code, "2.2.4");
    }

    static Outcome refuses() {
        return new Outcome(Kind.REFUSES, 0, "2.2.4");
    }

    static Outcome goesOn() {
        return new Outcome(Kind.GOES_ON, 0, "README");
    }

    static Outcome callTimesOut() {
        return new Outcome(Kind.CALL_TIMES_OUT, 0, "README");
    }

    static Outcome stepTimesOut() {
        return new Outcome(Kind.STEP_TIMES_OUT, 0, "README");
    }

    static Outcome heartbeatMissed() {
        return new Outcome(Kind.HEARTBEAT_MISSED, 0, "4.2.7");
    }

    static Outcome lost() {
        return new Outcome(Kind.LOST, 0, "README");
    }

    static Outcome closedByPeer(int code) {
        return new Outcome(Kind.CLOSED_BY_PEER, code, "1.4.2.9");
    }

    static Outcome channelClosedByPeer(int code) {
        return new Outcome(Kind.CHANNEL_CLOSED_BY_PEER, code, "1.5.2.5");
    }

    static Outcome ends() {
        return new Outcome(Kind.ENDS, 0, "1.4.2.9");
    }

    @Override
    public String toString() {
        return code == 0 ? kind.name() : kind + " " + code;
    }
}

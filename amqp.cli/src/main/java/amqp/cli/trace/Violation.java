// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import java.util.Locale;

/** Something that the specification of AMQP 0-9-1 does not allow. */
record Violation(Kind kind, String text) {
    enum Kind {
        /** Octets that are no frame: an unknown type, a wrong end, no AMQP at all. The rest of the direction is not decoded. */
        NOT_A_FRAME,
        /** A frame larger than what was agreed. */
        FRAME_MAX,
        /** A method that the protocol does not have, or arguments that break off. */
        UNKNOWN_METHOD,
        /** A method that this side may not send, or not on this channel. */
        WRONG_SIDE,
        /** A frame on a channel that is not open, or an open on one that is. */
        CHANNEL_NOT_OPEN,
        /** A content that is interrupted on its channel, or whose parts come without what belongs before them. */
        CONTENT_ORDER,
        /** A body with more octets than its header announced. */
        CONTENT_SIZE,
        /** A reply before that to an earlier request of the channel. */
        REPLY_ORDER,
        /** A reply that nothing on the channel waits for. */
        REPLY_WITHOUT_REQUEST,
        /** A confirm of a message that waits for none. */
        CONFIRM_WITHOUT_PUBLISH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}

// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

/**
 * The contents that one side sends on one channel: a method that has content, its header, and bodies until the announced
 * size is reached, with nothing in between (specification 4.2.6).
 */
final class ContentOrder {
    private static final int BASIC = 60;

    /** The method whose content is not complete; empty where none is under way. */
    private String method = "";

    private boolean headed;
    private long announced;
    private long received;

    /** Whether a frame could not be decoded: what comes until the next method cannot be judged. */
    private boolean unknown;

    /** @param endsChannel whether what was begun may be left off */
    void method(TracedFrame frame, boolean hasContent, boolean endsChannel) {
        if (isOpen() && !endsChannel) {
            interrupted(frame, frame.method());
        }
        method = hasContent ? frame.method() : "";
        unknown = false;
        headed = false;
        announced = 0;
        received = 0;
    }

    void head(TracedFrame frame, int classId, long bodySize) {
        if (unknown) {
            return;
        }
        if (!isOpen()) {
            frame.violates(Violation.Kind.CONTENT_ORDER, "a content header without a method that has content");
            return;
        }
        frame.belongsTo(method);
        if (headed) {
            interrupted(frame, "another content header");
        }
        if (classId != BASIC) {
            frame.violates(
                    Violation.Kind.CONTENT_ORDER, "a content header of class " + classId + " belongs to " + method);
        }
        headed = true;
        announced = bodySize;
        received = 0;
        endWhenComplete();
    }

    /** A frame of the channel could not be decoded. */
    void undecoded() {
        method = "";
        unknown = true;
    }

    void body(TracedFrame frame, int length) {
        if (unknown) {
            return;
        }
        if (!isOpen() || !headed) {
            frame.violates(Violation.Kind.CONTENT_ORDER, "a body without a content header before it");
            return;
        }
        frame.belongsTo(method);
        received += length;
        if (Long.compareUnsigned(received, announced) > 0) {
            frame.violates(
                    Violation.Kind.CONTENT_SIZE,
                    "the body of " + method + " has " + received + " bytes, " + Long.toUnsignedString(announced)
                            + " were announced");
            method = "";
        }
        endWhenComplete();
    }

    private boolean isOpen() {
        return !method.isEmpty();
    }

    private void endWhenComplete() {
        if (received == announced) {
            method = "";
        }
    }

    private void interrupted(TracedFrame frame, String by) {
        String missing = headed
                ? received + " of " + Long.toUnsignedString(announced) + " bytes have come"
                : "its header has not come";
        frame.violates(
                Violation.Kind.CONTENT_ORDER, "the content of " + method + " is interrupted by " + by + ": " + missing);
    }
}

// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

/** A command that the broker cannot do: it closes the channel with this reply code. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    private Refusal(int code, String text) {
        super(text, null, false, false);
        this.code = code;
    }

    static Refusal notFound(String kind, String name) {
        return new Refusal(404, "NOT_FOUND - no " + kind + " '" + name + "' in vhost '/'");
    }

    static Refusal locked(String queue) {
        return new Refusal(405, "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '" + queue + "'");
    }

    static Refusal precondition(String text) {
        return new Refusal(406, "PRECONDITION_FAILED - " + text);
    }

    static Refusal accessRefused(String text) {
        return new Refusal(403, "ACCESS_REFUSED - " + text);
    }

    int code() {
        return code;
    }
}

// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

/** Something that must hold did not. */
final class Violated extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Invariant invariant;

    Violated(Invariant invariant, String detail) {
        super(invariant + ": " + detail);
        this.invariant = invariant;
    }

    Invariant invariant() {
        return invariant;
    }
}

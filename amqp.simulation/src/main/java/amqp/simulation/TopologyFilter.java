// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Leaves some commands out of a recovery, and sometimes fails. */
final class TopologyFilter implements Predicate<Method> {
    private final World world;
    private final boolean leavesOut;
    private final boolean fails;
    private Consumer<Method> leftOut = method -> {};

    TopologyFilter(World world) {
        this.world = world;
        this.leavesOut = world.oneIn(4);
        this.fails = world.oneIn(6);
    }

    /** @param told of each command that is left out */
    void onLeftOut(Consumer<Method> told) {
        leftOut = told;
    }

    @Override
    public boolean test(Method method) {
        if (fails && world.oneIn(20)) {
            new Planned().<RuntimeException>escape();
        }
        boolean out = leavesOut && isKnown(method) && world.oneIn(5);
        if (out) {
            world.trace("left out: %s", method);
            leftOut.accept(method);
        }
        return !out;
    }

    /** Something that the application can tell by its name, which stays. */
    private static boolean isKnown(Method method) {
        return method instanceof QueueMethod.Declare declare && !declare.queue().isEmpty()
                || method instanceof ExchangeMethod.Declare
                || method instanceof QueueMethod.Bind bind && !bind.queue().startsWith("amq.gen-")
                || method instanceof ExchangeMethod.Bind
                || method instanceof BasicMethod.Consume;
    }
}

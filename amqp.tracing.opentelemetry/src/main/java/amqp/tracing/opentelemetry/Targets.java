// SPDX-License-Identifier: MPL-2.0
package amqp.tracing.opentelemetry;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The targets that were in use of late. By any thread. */
final class Targets {
    /** Routing keys may be without number: they are forgotten all at once, and those in use are soon back. */
    private static final int BOUND = 1000;

    private final ConcurrentHashMap<Target.Key, Target> known = new ConcurrentHashMap<>();
    private final @Nullable UnaryOperator<String> template;

    Targets(@Nullable UnaryOperator<String> template) {
        this.template = template;
    }

    Target of(Target.Key key) {
        Target target = known.get(key);
        if (target == null) {
            target = Target.of(key, template);
            if (known.size() >= BOUND) {
                known.clear();
            }
            known.put(key, target);
        }
        return target;
    }
}

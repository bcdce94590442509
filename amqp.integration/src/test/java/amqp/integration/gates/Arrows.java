// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which packages classes depend on, as far as their class files tell. What annotates for the compiler does not count. */
final class Arrows {
    /** Annotations that say what may be null; nothing that a user of a module needs. */
    static final String NULLNESS = "org.jspecify";

    private Arrows() {}

    /** One line for each type outside the JDK whose package is not allowed to the classes. */
    static Set<String> violations(Iterable<JavaClass> classes, Predicate<String> allowedPackage) {
        var violations = new TreeSet<String>();
        for (var owner : classes) {
            for (var dependency : owner.getDirectDependenciesFromSelf()) {
                var target = dependency.getTargetClass().getBaseComponentType();
                if (target.isPrimitive() || isForAll(target) || allowedPackage.test(target.getPackageName())) continue;
                violations.add(owner.getName() + " -> " + target.getName());
            }
        }
        return violations;
    }

    private static boolean isForAll(JavaClass type) {
        var name = type.getName();
        return name.startsWith("java.") || name.startsWith("javax.") || name.startsWith(NULLNESS);
    }
}

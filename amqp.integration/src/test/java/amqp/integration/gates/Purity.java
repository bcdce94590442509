// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a class without I/O, threads, clocks and chance may touch of the JDK. Packages are allowed by name, so what the
 * list does not know is refused (all of {@code java.net}, {@code java.nio.channels}, {@code java.util.concurrent}, …);
 * within them, some types and members are refused again.
 */
final class Purity {
    private static final Set<String> PACKAGES = Set.of(
            "java.lang",
            "java.lang.annotation",
            "java.lang.runtime",
            "java.math",
            "java.nio",
            "java.nio.charset",
            "java.time",
            "java.util",
            "java.util.function",
            "java.util.random",
            "java.util.regex",
            "java.util.stream");

    /** Computations and views of memory, from packages that are refused otherwise. */
    private static final Set<String> TYPES = Set.of(
            "java.io.Serializable",
            "java.lang.invoke.MethodHandles",
            "java.lang.invoke.VarHandle",
            "java.util.zip.CRC32C");

    private static final Pattern REFUSED_TYPE = Pattern.compile(
            "java\\.lang\\.(Thread.*|InheritableThreadLocal|Runtime|Process.*)|java\\.util\\.Timer.*|java\\.time\\..*(Clock|InstantSource)");

    /** Matched against owner, name and parameter types, as in {@code java.util.Random.<init>(long)}. */
    private static final List<Pattern> REFUSED_MEMBERS = List.of(
            Pattern.compile("java\\.lang\\.System\\.(?!arraycopy\\().*"),
            Pattern.compile("java\\.lang\\.(Boolean\\.getBoolean|Integer\\.getInteger|Long\\.getLong)\\(.*"),
            Pattern.compile("java\\.lang\\.invoke\\.VarHandle\\.(?!(get|set)\\().*"),
            Pattern.compile("java\\.lang\\.Object\\.(wait|notify|notifyAll)\\(.*"),
            Pattern.compile(".*\\.printStackTrace\\(\\)"),
            Pattern.compile("java\\.lang\\.(Strict)?Math\\.random\\(\\)"),
            Pattern.compile("java\\.time\\..*\\.now\\(.*"),
            Pattern.compile("java\\.util\\.(Date|GregorianCalendar|Random|SplittableRandom)\\.<init>\\(\\)"),
            Pattern.compile("java\\.util\\.Calendar\\.getInstance\\(.*"),
            Pattern.compile("java\\.util\\.UUID\\.randomUUID\\(\\)"),
            Pattern.compile("java\\.util\\.Collections\\.shuffle\\(java\\.util\\.List\\)"),
            Pattern.compile(
                    "java\\.util\\.random\\.(RandomGenerator(\\$.*)?\\.(of|getDefault)\\(.*|.*\\.create\\(\\))"),
            Pattern.compile("java\\.util\\..*\\.(parallel|parallelStream|parallel[A-Z]\\w*)\\(.*"));

    private static final Pattern MONITOR = Pattern.compile("\\bsynchronized\\s*\\(");

    private Purity() {}

    /** One line for each forbidden thing that the classes touch; empty when they are pure. */
    static Set<String> violations(Iterable<JavaClass> classes) {
        var violations = new TreeSet<String>();
        for (var owner : classes) {
            for (var dependency : owner.getDirectDependenciesFromSelf()) {
                var target = dependency.getTargetClass().getBaseComponentType();
                if (isRefused(target)) violations.add(owner.getName() + " touches " + target.getName());
            }
            for (var access : owner.getAccessesFromSelf()) {
                var member = access.getTarget().getFullName();
                if (isRefused(member)) violations.add(owner.getName() + " uses " + member);
            }
            for (var method : owner.getMethods()) {
                if (method.getModifiers().contains(JavaModifier.SYNCHRONIZED)) {
                    violations.add(method.getFullName() + " is synchronized");
                }
            }
        }
        return violations;
    }

    /** Class files tell of synchronized blocks only deep in their code, so the source is asked. */
    static boolean entersMonitor(String source) {
        return MONITOR.matcher(source).find();
    }

    private static boolean isRefused(JavaClass type) {
        var name = type.getName();
        // Who may depend on which module of ours is another question; what says what may be null does nothing.
        if (type.isPrimitive() || name.startsWith("amqp.") || name.startsWith(Arrows.NULLNESS)) return false;
        if (TYPES.contains(name)) return false;
        return !PACKAGES.contains(type.getPackageName())
                || REFUSED_TYPE.matcher(name).matches();
    }

    private static boolean isRefused(String member) {
        return REFUSED_MEMBERS.stream()
                .anyMatch(refused -> refused.matcher(member).matches());
    }
}

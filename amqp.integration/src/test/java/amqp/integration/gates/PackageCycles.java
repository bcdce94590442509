// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Arrows between packages of one module that lead back to where they began. */
final class PackageCycles {
    private PackageCycles() {}

    /** One line for each class that refers to another package from which its own is reached again. */
    static Set<String> in(JavaClasses classes) {
        var packages = classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        Map<String, Set<String>> arrows = new TreeMap<>();
        Map<String, Set<String>> references = new TreeMap<>();
        for (var owner : classes) {
            for (var dependency : owner.getDirectDependenciesFromSelf()) {
                var target = dependency.getTargetClass().getBaseComponentType();
                var from = owner.getPackageName();
                var to = target.getPackageName();
                if (from.equals(to) || !packages.contains(to)) continue;
                arrows.computeIfAbsent(from, name -> new TreeSet<>()).add(to);
                references
                        .computeIfAbsent(from + " " + to, names -> new TreeSet<>())
                        .add(owner.getName() + " -> " + target.getName());
            }
        }
        var lines = new TreeSet<String>();
        arrows.forEach((from, targets) -> targets.stream()
                .filter(to -> reach(arrows, to).contains(from))
                .forEach(to -> lines.addAll(references.get(from + " " + to))));
        return lines;
    }

    private static Set<String> reach(Map<String, Set<String>> arrows, String start) {
        var reached = new HashSet<String>();
        var ahead = new ArrayDeque<>(Set.of(start));
        while (!ahead.isEmpty()) {
            var next = ahead.pop();
            if (reached.add(next)) ahead.addAll(arrows.getOrDefault(next, Set.of()));
        }
        return reached;
    }
}

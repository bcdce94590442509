// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All misbehaviours, in the order of a connection's life. */
public final class Catalogue {
    private static final List<Misbehaviour> ALL = List.copyOf(make());

    private Catalogue() {}

    public static List<Misbehaviour> all() {
        return ALL;
    }

    /** @throws IllegalArgumentException when there is none of this name */
    public static Misbehaviour named(String name) {
        return ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no misbehaviour " + name));
    }

    private static List<Misbehaviour> make() {
        List<Misbehaviour> all = new ArrayList<>();
        all.addAll(TlsMisbehaviours.all());
        all.addAll(HandshakeMisbehaviours.all());
        all.addAll(FrameMisbehaviours.all());
        all.addAll(MethodMisbehaviours.all());
        all.addAll(ContentMisbehaviours.all());
        all.addAll(ConfirmMisbehaviours.all());
        all.addAll(FloodMisbehaviours.all());
        all.addAll(ClosingMisbehaviours.all());
        Set<String> names = new HashSet<>();
        for (var each : all) {
            if (!names.add(each.name())) throw new IllegalStateException("two misbehaviours are called " + each);
        }
        return all;
    }
}

// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/**
 * The mechanisms that a client knows, by name, and the selection of one. Immutable, thread-safe. Names are compared
 * without regard to case. If two mechanisms have the same name, one passed to {@link #with} replaces a built-in one,
 * and a built-in one replaces one found as a service, so that a jar on the path cannot get passwords unnoticed.
 */
public final class Mechanisms {
    /** The mechanisms that a client uses by default: PLAIN, then AMQPLAIN. EXTERNAL and ANONYMOUS must be requested. */
    public static final List<String> DEFAULT_WISHES = List.of("PLAIN", "AMQPLAIN");

    private final Map<String, MechanismProvider> byName;

    private Mechanisms(Map<String, MechanismProvider> byName) {
        this.byName = byName;
    }

    /** Returns PLAIN, AMQPLAIN, EXTERNAL and ANONYMOUS. */
    public static Mechanisms builtIn() {
        return collect(List.of(BuiltIn.values()));
    }

    /**
     * Returns the built-in mechanisms and those that this module's class loader finds as services.
     *
     * @throws java.util.ServiceConfigurationError when a registered service cannot be loaded
     */
    public static Mechanisms installed() {
        return installed(Mechanisms.class.getClassLoader());
    }

    /**
     * Returns the built-in mechanisms and those that the given class loader finds as services.
     *
     * @throws java.util.ServiceConfigurationError when a registered service cannot be loaded
     */
    public static Mechanisms installed(ClassLoader loader) {
        var all = new ArrayList<MechanismProvider>(List.of(BuiltIn.values()));
        ServiceLoader.load(MechanismProvider.class, loader).forEach(all::add);
        return collect(all);
    }

    /** Returns EXTERNAL with an authorization id (RFC 4422, appendix A), to be passed to {@link #with}. */
    public static MechanismProvider external(String authorizationId) {
        return new External(authorizationId);
    }

    /** Returns these mechanisms and one more, which replaces one of the same name. */
    public Mechanisms with(MechanismProvider provider) {
        var all = new ArrayList<MechanismProvider>(List.of(provider));
        all.addAll(byName.values());
        return collect(all);
    }

    /** Returns the names of the mechanisms, upper case and sorted. */
    public Set<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    /**
     * Returns the mechanism with a name.
     *
     * @throws MechanismException when there is none; the message lists the names
     */
    public MechanismProvider find(String name) {
        var provider = byName.get(canonical(name));
        if (provider == null) {
            throw new MechanismException("There is no mechanism " + name + ", only " + String.join(", ", names())
                    + "; correct the name or add its provider.");
        }
        return provider;
    }

    /**
     * Selects the first mechanism of the client's list that the server offers. An unknown mechanism in the list is an
     * error even if a later one would do: a missing jar must not silently cause a fallback to a weak mechanism.
     *
     * @param offered the names from connection.start, separated by white space
     * @param wishes the client's list, the preferred one first
     * @throws MechanismException when none of the list is offered, or one of them is unknown here
     */
    public MechanismProvider select(String offered, List<String> wishes) {
        var known = new ArrayList<MechanismProvider>();
        for (var wish : wishes) {
            known.add(find(wish));
        }
        var names = List.of(canonical(offered).trim().split("\\s+"));
        for (var provider : known) {
            if (names.contains(canonical(provider.name()))) {
                return provider;
            }
        }
        throw new MechanismException("The server offers the mechanisms [" + printable(offered.trim())
                + "] and the client wants one of [" + String.join(" ", wishes)
                + "]; wish for one that is offered, or enable one on the server.");
    }

    @Override
    public String toString() {
        return "Mechanisms" + names();
    }

    /** The name of a mechanism is ASCII (RFC 4422); what else a server sends has no place in a message. */
    private static String printable(String offered) {
        return offered.replaceAll("[^ -~]", "?");
    }

    private static Mechanisms collect(List<? extends MechanismProvider> providers) {
        var byName = new LinkedHashMap<String, MechanismProvider>();
        for (var provider : providers) {
            byName.putIfAbsent(canonical(provider.name()), provider);
        }
        return new Mechanisms(byName);
    }

    private static String canonical(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}

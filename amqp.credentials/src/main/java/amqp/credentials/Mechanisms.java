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
 * The mechanisms that a client knows, by name, and the choice among them. Immutable, thread-safe. Names are compared
 * without regard to case. Where two mechanisms bear the same name, one passed to {@link #with} wins over a built-in
 * one, and a built-in one over one found as a service, so no jar on the path gets at passwords unasked.
 */
public final class Mechanisms {
    /** The mechanisms that a client asks for by default: PLAIN, then AMQPLAIN. EXTERNAL and ANONYMOUS only when asked for. */
    public static final List<String> DEFAULT_WISHES = List.of("PLAIN", "AMQPLAIN");

    private final Map<String, MechanismProvider> byName;

    private Mechanisms(Map<String, MechanismProvider> byName) {
        this.byName = byName;
    }

    /** PLAIN, AMQPLAIN, EXTERNAL and ANONYMOUS. */
    public static Mechanisms builtIn() {
        return collect(List.of(BuiltIn.values()));
    }

    /**
     * The built-in ones and those that this module's own class loader finds as services.
     *
     * @throws java.util.ServiceConfigurationError when a registered service can't be loaded
     */
    public static Mechanisms installed() {
        return installed(Mechanisms.class.getClassLoader());
    }

    /**
     * The built-in ones and those that the given class loader finds as services.
     *
     * @throws java.util.ServiceConfigurationError when a registered service can't be loaded
     */
    public static Mechanisms installed(ClassLoader loader) {
        var all = new ArrayList<MechanismProvider>(List.of(BuiltIn.values()));
        ServiceLoader.load(MechanismProvider.class, loader).forEach(all::add);
        return collect(all);
    }

    /** EXTERNAL with an authorization id (RFC 4422, appendix A), to be passed to {@link #with}. */
    public static MechanismProvider external(String authorizationId) {
        return new External(authorizationId);
    }

    /** These and one more, which replaces one of the same name. */
    public Mechanisms with(MechanismProvider provider) {
        var all = new ArrayList<MechanismProvider>(List.of(provider));
        all.addAll(byName.values());
        return collect(all);
    }

    /** The names that can be asked for, upper case and sorted. */
    public Set<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    /**
     * The mechanism of that name.
     *
     * @throws MechanismException when there is none; the message lists those there are
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
     * The first wish that the server offers. A wish for a mechanism that isn't there is an error even where a later one
     * would do: falling back from a strong mechanism to a weak one because a jar is missing must not pass unnoticed.
     *
     * @param offered the names from connection.start, separated by white space
     * @param wishes the client's wishes, the dearest first
     * @throws MechanismException when none of the wishes is offered, or one of them is unknown here
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

// SPDX-License-Identifier: MPL-2.0

/**
 * Named settings, from URIs, maps and properties files. {@link amqp.client.settings.Setting} is the one table of them;
 * {@link amqp.client.settings.ParsedSettings} has the given settings, with each value checked. This package does not
 * know the options of the API: {@code amqp.client} reads each value and sets the option. Not exported.
 */
package amqp.client.settings;

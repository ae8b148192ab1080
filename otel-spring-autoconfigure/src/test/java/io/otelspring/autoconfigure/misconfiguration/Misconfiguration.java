// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.misconfiguration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.boot.WebApplicationType;

/**
 * A mistake, and what it is to be answered with.
 *
 * @param kind what kind of mistake it is
 * @param title what somebody did
 * @param yaml the application's file, empty if there is none
 * @param variables environment variables
 * @param web the kind of application
 * @param stops whether the start stops; else there is one warning
 * @param names what the answer has to name: the property, the value or its mask
 * @param remedy a part of what is to be written instead
 */
record Misconfiguration(String kind, String title, String yaml, Map<String, String> variables, WebApplicationType web,
		boolean stops, String[] names, String remedy) {

	static Misconfiguration stops(String kind, String title, String yaml, String property, String value,
			String remedy) {
		return new Misconfiguration(kind, title, yaml, Map.of(), WebApplicationType.NONE, true,
				new String[] { "Property: " + property + "\n", "Value: \"" + value + "\"\n" }, remedy);
	}

	static Misconfiguration warns(String kind, String title, String yaml, String property, String value,
			String remedy) {
		return new Misconfiguration(kind, title, yaml, Map.of(), WebApplicationType.NONE, false,
				new String[] { property + " = \"" + value + "\" (" }, remedy);
	}

	/**
	 * The same with environment variables in place of a file.
	 * @return the mistake
	 */
	Misconfiguration inVariables() {
		Map<String, String> variables = new LinkedHashMap<>();
		this.yaml.lines().forEach((line) -> {
			int equals = line.indexOf('=');
			variables.put(line.substring(0, equals), line.substring(equals + 1));
		});
		return new Misconfiguration(this.kind, this.title, "", variables, this.web, this.stops, this.names,
				this.remedy);
	}

	/**
	 * The same in an application with a web server.
	 * @return the mistake
	 */
	Misconfiguration inServer() {
		return new Misconfiguration(this.kind, this.title, this.yaml, this.variables, WebApplicationType.SERVLET,
				this.stops, this.names, this.remedy);
	}

	String written() {
		return this.variables.isEmpty() ? this.yaml.strip()
				: this.variables.entrySet().stream().map(Object::toString).collect(Collectors.joining("\n"));
	}

	@Override
	public String toString() {
		return this.kind + ": " + this.title;
	}

}

// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk;

import java.net.URL;
import java.security.CodeSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A jar and its version, as its manifest tells it.
 *
 * @param jar the name of the jar's file
 * @param number the version without what follows the numbers
 */
record LibraryVersion(String jar, String number) {

	private static final Pattern NUMBER = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*");

	private static final Pattern JAR = Pattern.compile("([^/!]+\\.jar)(?:!?/?)*$");

	/**
	 * Find the library that a class comes from.
	 * @param className the class
	 * @param classLoader finds it
	 * @return the library or {@code null} if it is not there, or tells no version
	 */
	static @Nullable LibraryVersion of(String className, @Nullable ClassLoader classLoader) {
		try {
			Class<?> type = Class.forName(className, false, classLoader);
			Package home = type.getPackage();
			String version = (home != null) ? home.getImplementationVersion() : null;
			if (version == null) {
				return null;
			}
			Matcher number = NUMBER.matcher(version);
			if (!number.matches()) {
				return null;
			}
			return new LibraryVersion(jar(type, version),
					number.group(1) + "." + number.group(2) + "." + number.group(3));
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	private static String jar(Class<?> type, String version) {
		CodeSource source = type.getProtectionDomain().getCodeSource();
		URL location = (source != null) ? source.getLocation() : null;
		Matcher jar = (location != null) ? JAR.matcher(location.getPath()) : null;
		return (jar != null && jar.find()) ? jar.group(1) : type.getPackageName() + " " + version;
	}

	boolean isSameAs(LibraryVersion other) {
		return this.number.equals(other.number);
	}

	/**
	 * Return whether this, which is not stable, can be used with a stable library: its
	 * own release, or the one before.
	 * @param stable the stable library
	 * @return whether it can
	 */
	boolean suits(LibraryVersion stable) {
		Matcher own = NUMBER.matcher(this.number);
		Matcher other = NUMBER.matcher(stable.number);
		if (!own.matches() || !other.matches() || !own.group(1).equals(other.group(1))) {
			return false;
		}
		int distance = Integer.parseInt(other.group(2)) - Integer.parseInt(own.group(2));
		return distance == 0 || distance == 1;
	}

	@Override
	public String toString() {
		return this.jar;
	}

}

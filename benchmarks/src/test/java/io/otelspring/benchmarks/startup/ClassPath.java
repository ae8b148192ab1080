// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The jars of a variant, as the build resolved them.
 */
record ClassPath(String name, List<Path> jars) {

	static ClassPath read(Path directory, String name) throws IOException {
		String[] jars = Files.readString(directory.resolve(name + ".txt")).trim().split(File.pathSeparator);
		return new ClassPath(name, Arrays.stream(jars).map(Path::of).toList());
	}

	/**
	 * The jars that another class path does not have, by their file names.
	 */
	List<Path> without(ClassPath other) {
		List<Path> rest = new ArrayList<>(this.jars);
		List<Path> known = other.jars.stream().map(Path::getFileName).toList();
		rest.removeIf((jar) -> known.contains(jar.getFileName()));
		return rest;
	}

	static long size(List<Path> jars) throws IOException {
		long size = 0;
		for (Path jar : jars) {
			size += Files.size(jar);
		}
		return size;
	}

	String with(Path classes) {
		StringBuilder path = new StringBuilder(classes.toString());
		this.jars.forEach((jar) -> path.append(File.pathSeparator).append(jar));
		return path.toString();
	}

}

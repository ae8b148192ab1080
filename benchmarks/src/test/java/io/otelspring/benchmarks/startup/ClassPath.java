// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Jars and directories that classes are loaded from.
 *
 * @param entries the jars and directories, in their order
 */
public record ClassPath(Set<Path> entries) {

	/**
	 * Reads what Maven wrote.
	 * @param file the file with the class path
	 * @return the class path
	 * @throws IOException if it cannot be read
	 */
	public static ClassPath read(Path file) throws IOException {
		return parse(Files.readString(file));
	}

	static ClassPath parse(String path) {
		return new ClassPath(Arrays.stream(path.trim().split(File.pathSeparator))
			.map(Path::of)
			.collect(Collectors.toCollection(LinkedHashSet::new)));
	}

	/**
	 * Appends another.
	 * @param other what is appended, as far as it is not there yet
	 * @return both
	 */
	public ClassPath plus(ClassPath other) {
		Set<Path> all = new LinkedHashSet<>(this.entries);
		all.addAll(other.entries);
		return new ClassPath(all);
	}

	/**
	 * Leaves out everything else.
	 * @param prefix what the names of the files begin with that stay
	 * @return the rest
	 */
	public ClassPath only(String prefix) {
		return new ClassPath(this.entries.stream()
			.filter((entry) -> entry.getFileName().toString().startsWith(prefix))
			.collect(Collectors.toCollection(LinkedHashSet::new)));
	}

	ClassPath minus(ClassPath other) {
		Set<Path> rest = new LinkedHashSet<>(this.entries);
		rest.removeAll(other.entries);
		return new ClassPath(rest);
	}

	long size() throws IOException {
		long size = 0;
		for (Path entry : this.entries) {
			size += Files.size(entry);
		}
		return size;
	}

	@Override
	public String toString() {
		return this.entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
	}

}

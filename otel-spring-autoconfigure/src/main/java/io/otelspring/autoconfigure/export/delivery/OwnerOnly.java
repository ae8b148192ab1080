// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes files and directories that nobody but their owner can read, where the file system
 * knows owners: what telemetry tells is for nobody else.
 */
final class OwnerOnly {

	private static final FileAttribute<?>[] NONE = {};

	private static final FileAttribute<?>[] FILE = {
			PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) };

	private static final FileAttribute<?>[] DIRECTORY = {
			PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")) };

	private OwnerOnly() {
	}

	static FileAttribute<?>[] file(Path path) {
		return isPosix(path) ? FILE : NONE;
	}

	static FileAttribute<?>[] directory(Path path) {
		return isPosix(path) ? DIRECTORY : NONE;
	}

	private static boolean isPosix(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

}

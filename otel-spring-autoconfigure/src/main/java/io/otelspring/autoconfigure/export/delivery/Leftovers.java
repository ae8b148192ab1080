// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.unit.DataSize;

/**
 * Files that processes left for destinations that nobody has any more. They are nobody's
 * to send, and kept as long as they do not take more of the disk than a process may.
 */
final class Leftovers {

	private static final Log logger = LogFactory.getLog(Leftovers.class);

	private final List<Leftover> files = new ArrayList<>();

	private long size;

	/**
	 * Add a file.
	 * @param file the file
	 * @throws IOException if it cannot be looked at
	 */
	void add(Path file) throws IOException {
		long length = Files.size(file);
		this.files.add(new Leftover(file, length, Files.getLastModifiedTime(file)));
		this.size += length;
	}

	/**
	 * Delete the oldest files until the others are small enough, and say so. The clock
	 * decides which are the oldest, not whether one is deleted.
	 * @param maxSize how many bytes they may have
	 * @throws IOException if one cannot be deleted
	 */
	void limit(long maxSize) throws IOException {
		this.files.sort(Comparator.comparing(Leftover::modified).thenComparing(Leftover::file));
		long before = this.size;
		long items = 0;
		for (Leftover oldest : this.files) {
			if (this.size <= maxSize) {
				break;
			}
			items += items(oldest.file());
			Files.deleteIfExists(oldest.file());
			this.size -= oldest.length();
		}
		if (this.size < before) {
			logger.warn("What processes of this service left for destinations that no exporter has any more takes "
					+ before + " bytes of the spool, which is more than otel.export.spool.max-size ("
					+ DataSize.ofBytes(maxSize) + "). The oldest of it was deleted: " + items + " items, "
					+ (before - this.size) + " bytes.");
		}
	}

	private static long items(Path file) {
		try {
			Segment segment = Segment.open(0, file);
			long items = segment.items();
			segment.close();
			return items;
		}
		catch (IOException ex) {
			logger.debug("What is in " + file + " cannot be counted", ex);
			return 0;
		}
	}

	/**
	 * A file that is left.
	 *
	 * @param file the file
	 * @param length how many bytes it has
	 * @param modified when it was written to
	 */
	private record Leftover(Path file, long length, FileTime modified) {

	}

}

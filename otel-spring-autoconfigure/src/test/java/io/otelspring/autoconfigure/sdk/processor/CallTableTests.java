// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.processor;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CallTableTests {

	private final CallTable table = new CallTable();

	@Test
	void callHasAPlaceUntilItEnds() {
		int place = this.table.enter(7);
		assertThat(this.table.begunBy(6)).isZero();
		assertThat(this.table.begunBy(7)).isOne();
		assertThat(this.table.ended()).isZero();
		assertThat(this.table.leave(place)).isEqualTo(7);
		assertThat(this.table.begunBy(7)).isZero();
		assertThat(this.table.ended()).isOne();
	}

	@Test
	void tableThatIsFullTakesNothingMoreAndForgetsNothing() {
		List<Integer> places = new ArrayList<>();
		// One thread looks no farther than its own part of the table
		int place = this.table.enter(7);
		while (place >= 0) {
			places.add(place);
			place = this.table.enter(7);
		}
		assertThat(places).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(CallTable.SIZE);
		assertThat(this.table.leave(place)).as("a call that had no place").isZero();
		assertThat(this.table.begunBy(7)).isEqualTo(places.size());
		places.forEach(this.table::leave);
		assertThat(this.table.begunBy(7)).isZero();
		assertThat(this.table.ended()).isEqualTo(places.size());
	}

	@Test
	void timeMayOverflow() {
		int place = this.table.enter(Integer.MAX_VALUE);
		assertThat(this.table.begunBy(Integer.MIN_VALUE)).as("the next look").isOne();
		this.table.leave(place);
	}

}

// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.soak;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

import io.otelspring.annotation.Counted;
import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Timed;
import io.otelspring.annotation.Traced;

/**
 * Orders in a database, of which only the last thousand are kept.
 */
@Service
public class OrderBook {

	private static final int KEPT = 1000;

	private static final int KINDS = 10;

	private final JdbcClient jdbc;

	OrderBook(JdbcClient jdbc) {
		this.jdbc = jdbc;
		jdbc.sql("create table orders (id bigint primary key, kind int)").update();
	}

	@Traced
	@Counted("orders.placed")
	@Timed("orders.placing")
	public long place(@SpanAttribute("order.id") long id) {
		return count(id, (int) (id % KINDS));
	}

	private long count(long id, int kind) {
		this.jdbc.sql("merge into orders values (?, ?)").param(id % KEPT).param(kind).update();
		// A statement of its own for each order, as it should not be written
		return this.jdbc.sql("select count(*) from orders where kind = " + kind + " and id <> -" + id)
			.query(Long.class)
			.single();
	}

}

package ks;

import com.datastax.oss.driver.api.core.PagingIterable;
import com.datastax.oss.driver.api.mapper.annotations.Dao;
import com.datastax.oss.driver.api.mapper.annotations.Delete;
import com.datastax.oss.driver.api.mapper.annotations.Insert;
import com.datastax.oss.driver.api.mapper.annotations.Select;
import com.datastax.oss.driver.api.mapper.annotations.Update;

@Dao
public interface ReadingDao {
  @Insert
  void save(Reading reading);

  @Insert(ifNotExists = true)
  boolean saveNew(Reading reading);

  @Select
  Reading find(String device, int at);

  @Select(customWhereClause = "device = :device")
  PagingIterable<Reading> ofDevice(String device);

  @Update
  void change(Reading reading);

  @Delete
  void remove(Reading reading);
}

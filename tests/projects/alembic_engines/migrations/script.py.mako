<%!
import re
%>"""${message}"""
% for engine in re.split(r",\s*", config.get_main_option("databases")):
# ${engine}
% endfor
